//! Holds every conversion to the tables that the reference engine wrote (`data/generate.mjs`).

use jenny_text::case::{self, NormalizationForm};
use jenny_text::{Text, TextBuf, escape, number};
use serde_json::Value;

fn rows(table: &str) -> Vec<Vec<Value>> {
    let rows: Vec<Vec<Value>> = table
        .lines()
        .map(|line| line.split('\t').map(|field| serde_json::from_str(field).expect("a JSON field")).collect())
        .collect();
    assert!(rows.len() > 50);
    rows
}

fn double(field: &Value) -> f64 {
    f64::from_bits(u64::from_str_radix(field.as_str().expect("hex bits"), 16).expect("hex bits"))
}

fn int(field: &Value) -> u32 {
    field.as_u64().expect("an integer") as u32
}

fn units(field: &Value) -> Vec<u16> {
    field.as_array().expect("units").iter().map(|unit| int(unit) as u16).collect()
}

fn assert_same(got: f64, expected: &Value, what: &str) {
    let expected = double(expected);
    assert!(
        got.to_bits() == expected.to_bits() || got.is_nan() && expected.is_nan(),
        "{what}: {got:?} is not {expected:?}"
    );
}

#[test]
fn number_to_string() {
    let mut buffer = number::NumberBuffer::new();
    for row in rows(include_str!("data/to_string.tsv")) {
        let x = double(&row[0]);
        assert_eq!(number::number_to_string(x, &mut buffer), row[1]);
        assert_eq!(number::to_exponential(x, None), row[2].as_str().unwrap());
    }
}

#[test]
fn number_to_string_radix() {
    for row in rows(include_str!("data/radix.tsv")) {
        let x = double(&row[0]);
        assert_eq!(number::number_to_string_radix(x, int(&row[1])), row[2].as_str().unwrap(), "{x:?} in {}", row[1]);
    }
}

#[test]
fn number_formats() {
    for row in rows(include_str!("data/format.tsv")) {
        let (x, digits) = (double(&row[0]), int(&row[1]));
        assert_eq!(number::to_fixed(x, digits), row[2].as_str().unwrap(), "{x:?}.toFixed({digits})");
        assert_eq!(number::to_exponential(x, Some(digits)), row[3].as_str().unwrap(), "{x:?}.toExponential({digits})");
        assert_eq!(number::to_precision(x, digits.max(1)), row[4].as_str().unwrap(), "{x:?}.toPrecision({digits})");
    }
}

#[test]
fn number_parsing() {
    for line in include_str!("data/parse.tsv").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        // The first field may name a lone surrogate, which serde_json's strings cannot hold.
        let wide = json_units(fields[0]);
        let row: Vec<Value> = fields.iter().skip(1).map(|field| serde_json::from_str(field).expect("JSON")).collect();
        let narrow = jenny_text::latin1::from_utf16(&wide);
        let texts = [Some(Text::Utf16(&wide)), narrow.as_deref().map(Text::Latin1)];
        for text in texts.into_iter().flatten() {
            assert_same(number::string_to_number(text), &row[0], &format!("Number({})", fields[0]));
            assert_same(number::parse_float(text), &row[1], &format!("parseFloat({})", fields[0]));
            for (column, radix) in [(2, 0), (3, 16), (4, 2), (5, 8)] {
                let what = format!("parseInt({}, {radix})", fields[0]);
                assert_same(number::parse_int(text, radix), &row[column], &what);
            }
            match (number::canonical_numeric_index(text), &row[6]) {
                (None, Value::Null) => {}
                (Some(got), expected) => assert_same(got, expected, &format!("canonical {}", fields[0])),
                (None, expected) => panic!("canonical {}: {expected}", fields[0]),
            }
            assert_eq!(number::parse_array_index(text), row[7].as_u64().map(|index| index as u32), "{}", fields[0]);
            assert_eq!(
                number::string_to_bigint(text).map(|n| n.to_string()).as_deref(),
                row[8].as_str(),
                "{}",
                fields[0]
            );
        }
    }
}

/// Units of a JSON string that may hold escapes of lone surrogates.
fn json_units(quoted: &str) -> Vec<u16> {
    let mut out = Vec::new();
    let mut chars = quoted[1..quoted.len() - 1].chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, false) => out.extend_from_slice(c.encode_utf16(&mut [0; 2])),
            _ => match chars.next() {
                Some('u') => {
                    let digits: String = chars.by_ref().take(4).collect();
                    out.push(u16::from_str_radix(&digits, 16).expect("four hex digits"));
                }
                Some('n') => out.push(0x0A),
                Some('t') => out.push(0x09),
                other => panic!("escape {other:?} in {quoted}"),
            },
        }
    }
    out
}

fn mapped(text: Text<'_>, result: Option<TextBuf>) -> Vec<u16> {
    result.unwrap_or_else(|| text.to_buf()).as_text().to_utf16()
}

#[test]
fn strings() {
    for row in rows(include_str!("data/strings.tsv")) {
        let wide = units(&row[0]);
        let narrow = jenny_text::latin1::from_utf16(&wide);
        let texts = [Some(Text::Utf16(&wide)), narrow.as_deref().map(Text::Latin1)];
        for text in texts.into_iter().flatten() {
            let what = format!("{text:?}");
            let mut quoted = TextBuf::new();
            escape::quote_json(text, &mut quoted);
            assert_eq!(quoted.as_text().to_string_lossy(), row[1].as_str().unwrap(), "{what}");
            let encoded = |result: Result<TextBuf, _>| result.ok().map(|t| t.as_text().to_string_lossy());
            assert_eq!(encoded(escape::encode_uri_component(text)).as_deref(), row[2].as_str(), "{what}");
            assert_eq!(encoded(escape::encode_uri(text)).as_deref(), row[3].as_str(), "{what}");
            let decoded = |result: Result<TextBuf, _>| result.ok().map(|t| t.as_text().to_utf16());
            let expected = |field: &Value| (!field.is_null()).then(|| units(field));
            assert_eq!(decoded(escape::decode_uri_component(text)), expected(&row[4]), "{what}");
            assert_eq!(decoded(escape::decode_uri(text)), expected(&row[5]), "{what}");
            assert_eq!(escape::escape(text).as_text().to_utf16(), units(&row[6]), "{what}");
            assert_eq!(escape::unescape(text).as_text().to_utf16(), units(&row[7]), "{what}");
            assert_eq!(mapped(text, case::to_lower_case(text)), units(&row[8]), "{what}");
            assert_eq!(mapped(text, case::to_upper_case(text)), units(&row[9]), "{what}");
            for (column, name) in [(10, "NFC"), (11, "NFD"), (12, "NFKC"), (13, "NFKD")] {
                let form = NormalizationForm::from_name(Text::Latin1(name.as_bytes())).unwrap();
                assert_eq!(mapped(text, case::normalize(text, form)), units(&row[column]), "{name} of {what}");
            }
        }
    }
}

#[test]
fn case_of_code_points() {
    for row in rows(include_str!("data/case.tsv")) {
        let point = char::from_u32(int(&row[0])).expect("a scalar value");
        let mut units = [0; 2];
        let text = Text::Utf16(point.encode_utf16(&mut units));
        let lower = String::from_utf16(&mapped(text, case::to_lower_case(text))).unwrap();
        let upper = String::from_utf16(&mapped(text, case::to_upper_case(text))).unwrap();
        assert_eq!((lower.as_str(), upper.as_str()), (row[1].as_str().unwrap(), row[2].as_str().unwrap()), "{point:?}");
    }
}
