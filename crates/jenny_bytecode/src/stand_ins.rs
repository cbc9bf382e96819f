//! Lone surrogates in source text: the parser reads UTF-8, which has none, so private code points stand for them there.

use crate::template::Text;

const SURROGATES: u16 = 0xd800;
const COUNT: u16 = 0x800;
/// Where runs of private code points begin, one for each surrogate: all take three bytes, as U+FFFD does, and one code unit.
const CANDIDATES: [u16; 3] = [0xe000, 0xe800, 0xf000];

/// Which code points stand for lone surrogates in a text, if any do.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct StandIns(Option<u16>);

impl StandIns {
    /// Code points that no one of `texts`, in UTF-16 code units, has itself. Where all are taken, lone surrogates become U+FFFD.
    pub fn choose(texts: &[&[u16]]) -> StandIns {
        let is_lone = |unit: Result<char, std::char::DecodeUtf16Error>| unit.is_err();
        if !texts.iter().any(|text| char::decode_utf16(text.iter().copied()).any(is_lone)) {
            return StandIns(None);
        }
        let is_free =
            |start: &u16| !texts.iter().any(|text| text.iter().any(|unit| (*start..start + COUNT).contains(unit)));
        StandIns(CANDIDATES.into_iter().find(is_free))
    }
    /// UTF-8 for the parser. All of a text's lone surrogates must be in a text that this was chosen for.
    pub fn encode(self, units: &[u16]) -> String {
        let char_of = |unit: Result<char, std::char::DecodeUtf16Error>| {
            unit.unwrap_or_else(|error| {
                let stand_in = self.0.map(|start| start + (error.unpaired_surrogate() - SURROGATES));
                stand_in.and_then(|unit| char::from_u32(unit.into())).unwrap_or(char::REPLACEMENT_CHARACTER)
            })
        };
        char::decode_utf16(units.iter().copied()).map(char_of).collect()
    }
    /// A text of the source with its lone surrogates.
    pub fn decode(self, text: &mut Text) {
        if let (Some(start), Text::Utf16(units)) = (self.0, text) {
            for unit in units.iter_mut().filter(|unit| (start..start + COUNT).contains(unit)) {
                *unit = *unit - start + SURROGATES;
            }
        }
    }
    /// Whether no code point stands for another.
    pub fn is_empty(self) -> bool {
        self.0.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(units: &[u16]) -> Vec<u16> {
        let stand_ins = StandIns::choose(&[units]);
        let mut text = Text::from_str(&stand_ins.encode(units));
        stand_ins.decode(&mut text);
        match text {
            Text::Latin1(bytes) => bytes.iter().map(|&byte| byte.into()).collect(),
            Text::Utf16(units) => units.into(),
        }
    }

    #[test]
    fn every_code_unit_comes_back() {
        for unit in 0..=u16::MAX {
            assert_eq!(there_and_back(&[0x61, unit, 0x62]), [0x61, unit, 0x62]);
        }
        let units = [0xd83d, 0xde00, 0xde00, 0xd83d, 0xe000, 0xe801];
        assert_eq!(there_and_back(&units), units);
    }

    #[test]
    fn where_all_are_taken_a_lone_surrogate_is_replaced() {
        assert_eq!(there_and_back(&[0xd800, 0xe000, 0xe800, 0xf000]), [0xfffd, 0xe000, 0xe800, 0xf000]);
    }
}
