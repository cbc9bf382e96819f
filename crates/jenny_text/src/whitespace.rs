//! ECMAScript WhiteSpace and LineTerminator, and TrimString.

use crate::text::Text;

/// Whether the code point is a LineTerminator.
#[inline]
pub const fn is_line_terminator(point: u32) -> bool {
    matches!(point, 0x0A | 0x0D | 0x2028 | 0x2029)
}

/// Whether the code point is WhiteSpace: tab, vertical tab, form feed, ZWNBSP or general category Zs.
#[inline]
pub const fn is_white_space(point: u32) -> bool {
    matches!(point, 0x09 | 0x0B | 0x0C | 0x20 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 | 0xFEFF)
}

/// Whether the unit may be trimmed (WhiteSpace or LineTerminator).
#[inline]
pub const fn is_trimmable(unit: u16) -> bool {
    if unit < 0x80 {
        return matches!(unit, 0x09..=0x0D | 0x20);
    }
    is_white_space(unit as u32) || is_line_terminator(unit as u32)
}

/// TrimString at the start.
pub fn trim_start(text: Text<'_>) -> Text<'_> {
    let start = text.units().position(|unit| !is_trimmable(unit)).unwrap_or(text.len());
    text.slice(start..text.len())
}

/// TrimString at the end.
pub fn trim_end(text: Text<'_>) -> Text<'_> {
    let end = text.units().rposition(|unit| !is_trimmable(unit)).map_or(0, |last| last + 1);
    text.slice(0..end)
}

/// TrimString at both ends.
pub fn trim(text: Text<'_>) -> Text<'_> {
    trim_end(trim_start(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_units_of_the_standard_are_trimmed() {
        let trimmable: Vec<u16> = (0..=u16::MAX).filter(|&unit| is_trimmable(unit)).collect();
        let mut expected = vec![0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x1680];
        expected.extend(0x2000..=0x200A);
        expected.extend([0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF]);
        assert_eq!(trimmable, expected);
    }

    #[test]
    fn trimming_keeps_the_inside() {
        assert!(trim(Text::Latin1(b"\t a b\xA0\n")).eq_ascii(b"a b"));
        assert!(trim(Text::Utf16(&[0xFEFF, 0x61, 0x2028])).eq_ascii(b"a"));
        assert!(trim(Text::Latin1(b" \r\n")).is_empty());
        assert!(trim_start(Text::Latin1(b" a ")).eq_ascii(b"a "));
        assert!(trim_end(Text::Latin1(b" a ")).eq_ascii(b" a"));
    }
}
