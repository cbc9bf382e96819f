//! The parts of formatted numbers (PartitionNumberPattern, ECMA-402 16.5.5). What stands around the digits is taken from what
//! the data's formatters write around a sample.

use super::digits::Number;
use super::number_format::NumberFormatData;
use super::numbering::translate_digits;
use crate::object::array::ArrayObject;
use crate::{Agent, JsResult, Value};
use fixed_decimal::{Decimal, Sign};
use icu_decimal::{DecimalFormatter, parts};
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use icu_experimental::dimension::currency::options::{CurrencyFormatterOptions, CurrencyUsage};
use icu_experimental::dimension::percent::formatter::PercentFormatter;
use icu_locale::preferences::extensions::unicode::keywords::CurrencyType;
use jenny_gc::Gc;
use std::fmt;
use writeable::{Part, PartsWrite, Writeable};

/// Which end of a range a part belongs to.
#[derive(Clone, Copy)]
pub enum Source {
    StartRange,
    EndRange,
    Shared,
}

impl Source {
    pub fn name(self) -> &'static str {
        match self {
            Source::StartRange => "startRange",
            Source::EndRange => "endRange",
            Source::Shared => "shared",
        }
    }
}

/// Parts in order: type and text.
#[derive(Default)]
pub struct NumberParts(pub Vec<(&'static str, String)>);

impl NumberParts {
    pub fn push(&mut self, kind: &'static str, text: &str) {
        match self.0.last_mut() {
            Some((last, whole)) if *last == kind && kind == "literal" => whole.push_str(text),
            _ => self.0.push((kind, text.to_owned())),
        }
    }
    pub fn text(&self) -> String {
        self.0.iter().map(|(_, text)| text.as_str()).collect()
    }
    /// Appends an object for each part; `more`: a property that all of them get.
    pub fn append_to(&self, agent: &mut Agent, array: Gc<ArrayObject>, more: Option<(&str, &str)>) -> JsResult<()> {
        for (kind, text) in &self.0 {
            let object = agent.new_object();
            super::add_texts(agent, object, &[("type", kind), ("value", text)])?;
            if let Some(row) = more {
                super::add_texts(agent, object, &[row])?;
            }
            agent.array_push(array, object.into())?;
        }
        Ok(())
    }
    pub fn to_array(&self, agent: &mut Agent, more: Option<(&str, &str)>) -> JsResult<Value> {
        let array = agent.new_array(&[])?;
        self.append_to(agent, array, more)?;
        Ok(array.into())
    }
}

/// Collects the parts that a formatter of decimals writes.
#[derive(Default)]
struct Collector {
    parts: Vec<(&'static str, String)>,
    kind: &'static str,
}

impl fmt::Write for Collector {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.parts.last_mut() {
            Some((kind, whole)) if *kind == self.kind && *kind != "group" => whole.push_str(text),
            _ if text.is_empty() => {}
            _ => self.parts.push((self.kind, text.to_owned())),
        }
        Ok(())
    }
}

impl PartsWrite for Collector {
    type SubPartsWrite = Collector;

    fn with_part(&mut self, part: Part, mut f: impl FnMut(&mut Collector) -> fmt::Result) -> fmt::Result {
        let outer = self.kind;
        self.kind = match part {
            _ if part == parts::GROUP => "group",
            _ if part == parts::DECIMAL => "decimal",
            _ if part == parts::FRACTION => "fraction",
            _ if part == parts::INTEGER => "integer",
            _ => outer,
        };
        let written = f(self);
        self.kind = outer;
        written
    }
}

/// The parts of a number without its sign.
pub fn decimal_parts(formatter: &DecimalFormatter, number: &Decimal) -> Vec<(&'static str, String)> {
    let mut absolute = number.clone();
    absolute.sign = Sign::None;
    let mut collector = Collector { parts: Vec::new(), kind: "integer" };
    // Writing into memory cannot fail.
    let _ = formatter.format(&absolute).write_to_parts(&mut collector);
    // Groups interrupt the integer: its pieces are parts of their own.
    collector.parts
}

/// What stands before and after the digits of a text.
pub fn around_digits(text: &str) -> Option<(String, String)> {
    let start = text.find(char::is_numeric)?;
    let end = text.rfind(char::is_numeric)?;
    let end = end + text[end..].chars().next().map_or(1, char::len_utf8);
    Some((text[..start].to_owned(), text[end..].to_owned()))
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Appends the pieces of what stands beside the digits: signs, white space and what `kind` names.
fn push_affix(parts: &mut NumberParts, text: &str, kind: &'static str, plus: bool) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after_marks = rest.trim_start_matches(is_direction_mark);
        if after_marks.starts_with(['-', '\u{2212}']) {
            let marks = rest.len() - after_marks.len();
            let sign = after_marks.chars().next().map_or(1, char::len_utf8);
            if plus {
                parts.push("plusSign", &format!("{}+", &rest[..marks]));
            } else {
                parts.push("minusSign", &rest[..marks + sign]);
            }
            rest = &rest[marks + sign..];
            // A mark may follow the sign, too.
            continue;
        }
        let is_literal = |c: char| c.is_whitespace() || is_direction_mark(c) || matches!(c, '(' | ')');
        if is_literal(first) {
            let end = rest.find(|c| !is_literal(c)).unwrap_or(rest.len());
            parts.push("literal", &rest[..end]);
            rest = &rest[end..];
            continue;
        }
        // Up to a sign, or to white space that nothing of this kind follows.
        let end = rest.find(['-', '\u{2212}', '(', ')']).unwrap_or(rest.len());
        let end = rest[..end].trim_end_matches(|c: char| c.is_whitespace() || is_direction_mark(c)).len();
        parts.push(kind, &rest[..end]);
        rest = &rest[end..];
    }
}

/// The exponent of 10 that scientific or engineering notation takes for a magnitude.
fn exponent_of(notation: &str, magnitude: i16) -> i16 {
    if notation == "engineering" { magnitude.div_euclid(3) * 3 } else { magnitude }
}

fn magnitude_of(number: &Decimal) -> i16 {
    if number.absolute.is_zero() { 0 } else { number.absolute.nonzero_magnitude_start() }
}

impl NumberFormatData {
    /// The rounded significand and the exponent that the notation shows.
    fn scale(&self, number: &Decimal) -> (Decimal, i16) {
        let exponent_for = |magnitude: i16| match (self.notation, &self.compact) {
            ("compact", Some(compact)) => i16::from(compact.compact_exponent_for_magnitude(magnitude)),
            ("scientific" | "engineering", _) => exponent_of(self.notation, magnitude),
            _ => 0,
        };
        let scaled = |exponent: i16| {
            let mut scaled = number.clone();
            scaled.absolute.multiply_pow10(-exponent);
            self.digits.format_numeric(&scaled)
        };
        let exponent = exponent_for(magnitude_of(number));
        let rounded = scaled(exponent);
        // Rounding may have carried into a digit more.
        let again = exponent_for(magnitude_of(&rounded) + exponent);
        if again != exponent && !rounded.absolute.is_zero() { (scaled(again), again) } else { (rounded, exponent) }
    }

    /// PartitionNumberPattern
    pub fn format_to_parts(&self, number: &Number) -> NumberParts {
        let mut exponent = 0;
        let mut rounded = None;
        let mut is_zero = false;
        if let Number::Finite(decimal) = number {
            let mut decimal = decimal.clone();
            if self.style == "percent" {
                decimal.absolute.multiply_pow10(2);
            }
            let (scaled, shown) = self.scale(&decimal);
            is_zero = scaled.absolute.is_zero();
            exponent = shown;
            rounded = Some(scaled);
        }
        let negative = number.is_negative();
        let is_nan = matches!(number, Number::NaN);
        let sign = match self.sign_display {
            "never" => Sign::None,
            "always" => {
                if negative {
                    Sign::Negative
                } else {
                    Sign::Positive
                }
            }
            "exceptZero" if is_zero || is_nan => Sign::None,
            "exceptZero" => {
                if negative {
                    Sign::Negative
                } else {
                    Sign::Positive
                }
            }
            "negative" if is_zero => Sign::None,
            _ => {
                if negative {
                    Sign::Negative
                } else {
                    Sign::None
                }
            }
        };
        if let Some(names) = &self.unit_names
            && let Err(whole) = names.around(rounded.as_ref(), sign != Sign::None)
        {
            return NumberParts(vec![("unit", whole)]);
        }
        let (prefix, suffix) = self.affixes(sign, rounded.as_ref());
        let kind = match self.style {
            "percent" => "percentSign",
            "currency" => "currency",
            "unit" => "unit",
            _ => "literal",
        };
        let mut parts = NumberParts::default();
        let plus = sign == Sign::Positive;
        push_affix(&mut parts, &prefix, kind, plus);
        match (&rounded, number) {
            (Some(rounded), _) => self.push_digits(&mut parts, rounded, exponent),
            (None, Number::NaN) => parts.push("nan", "NaN"),
            _ => parts.push("infinity", "∞"),
        }
        push_affix(&mut parts, &suffix, kind, plus);
        parts
    }

    fn push_digits(&self, parts: &mut NumberParts, rounded: &Decimal, exponent: i16) {
        let mut compact_affixes = None;
        if exponent != 0
            && let Some(compact) = &self.compact
        {
            let mut whole = rounded.clone();
            whole.sign = Sign::None;
            whole.absolute.multiply_pow10(exponent);
            compact_affixes = around_digits(&compact.format(&whole).write_to_string());
        }
        if let Some((prefix, _)) = &compact_affixes {
            push_affix(parts, prefix, "compact", false);
        }
        for (kind, text) in decimal_parts(&self.formatter, rounded) {
            let text = if self.is_native_numbering { text } else { translate_digits(&text, &self.numbering_system) };
            parts.0.push((kind, text));
        }
        if let Some((_, suffix)) = &compact_affixes {
            push_affix(parts, suffix, "compact", false);
        }
        if matches!(self.notation, "scientific" | "engineering") {
            parts.push("exponentSeparator", "E");
            if exponent < 0 {
                parts.push("exponentMinusSign", "-");
            }
            let digits = self.formatter.format(&Decimal::from(exponent.unsigned_abs())).write_to_string().into_owned();
            let digits =
                if self.is_native_numbering { digits } else { translate_digits(&digits, &self.numbering_system) };
            parts.push("exponentInteger", &digits);
        }
    }

    /// What stands before and after the digits, a plus sign as a minus sign.
    fn affixes(&self, sign: Sign, rounded: Option<&Decimal>) -> (String, String) {
        let mut sample = Decimal::from(1);
        if sign != Sign::None {
            sample.sign = Sign::Negative;
        }
        let plain = || around_digits(&self.formatter.format(&sample).write_to_string()).unwrap_or_default();
        let is_percent_unit = self.unit.as_deref() == Some("percent") && self.unit_display != "long";
        let found = match self.style {
            _ if self.style == "percent" || is_percent_unit => {
                PercentFormatter::try_new((&self.of_data).into(), Default::default())
                    .ok()
                    .and_then(|formatter| around_digits(&formatter.format(&sample).write_to_string()))
            }
            "currency" => self.currency_affixes(&sample, sign, rounded, plain()),
            "unit" => {
                let (before, after) = plain();
                let around = self.unit_names.as_ref().and_then(|n| n.around(rounded, sign != Sign::None).ok());
                around.map(|(prefix, suffix)| (prefix + &before, after + &suffix))
            }
            _ => None,
        };
        found.unwrap_or_else(plain)
    }

    fn currency_affixes(
        &self,
        sample: &Decimal,
        sign: Sign,
        rounded: Option<&Decimal>,
        plain: (String, String),
    ) -> Option<(String, String)> {
        let code = self.currency.as_deref()?;
        let currency = CurrencyType::try_from_str(&code.to_ascii_lowercase()).ok()?;
        let preferences = (&self.of_data).into();
        // There is no accounting pattern for a plus sign.
        let accounting = self.currency_sign == "accounting" && sign == Sign::Negative;
        let usage = if accounting { CurrencyUsage::Accounting } else { CurrencyUsage::Standard };
        let options = CurrencyFormatterOptions::from(usage);
        let made = match self.currency_display {
            "name" => {
                let formatter = CurrencyFormatter::try_new_name(preferences, currency).ok()?;
                let mut number = rounded.cloned().unwrap_or_else(|| Decimal::from(2));
                number.sign = Sign::None;
                let (before, after) = around_digits(&formatter.format_fixed_decimal(&number).write_to_string())?;
                return Some((plain.0 + &before, after + &plain.1));
            }
            "code" => CurrencyFormatter::try_new_code(preferences, currency, options),
            "narrowSymbol" => CurrencyFormatter::try_new_symbol_narrow(preferences, currency, options),
            _ => CurrencyFormatter::try_new_symbol(preferences, currency, options),
        };
        around_digits(&made.ok()?.format_fixed_decimal(sample).write_to_string())
    }
}
