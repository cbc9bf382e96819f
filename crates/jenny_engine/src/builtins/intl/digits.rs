//! The digits of numbers in ECMA-402 (16.1.3, 16.5): SetNumberFormatDigitOptions, ToIntlMathematicalValue and rounding.

use super::options::{Options, get, get_choice};
use crate::{Agent, JsResult, Object, PreferredType, Value};
use fixed_decimal::{Decimal, RoundingIncrement, Sign, SignedRoundingMode, UnsignedRoundingMode};
use jenny_gc::Gc;

/// Beyond that many digits a number is taken for zero or infinite, as a double would be.
const MAX_EXPONENT: i64 = 16_000;

/// What counts when both kinds of limits are given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum RoundingType {
    FractionDigits,
    SignificantDigits,
    MorePrecision,
    LessPrecision,
}

/// The digit options of a NumberFormat or PluralRules.
#[derive(Clone)]
pub struct DigitOptions {
    pub minimum_integer: u8,
    pub minimum_fraction: u8,
    pub maximum_fraction: u8,
    pub minimum_significant: u8,
    pub maximum_significant: u8,
    pub rounding_type: RoundingType,
    pub rounding_mode: &'static str,
    pub rounding_increment: u16,
    pub trailing_zero_display: &'static str,
    /// the limits that compact notation has by default
    pub is_compact_rounding: bool,
}

const ROUNDING_MODES: &[&str] =
    &["ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand", "halfTrunc", "halfEven"];

const ROUNDING_INCREMENTS: &[u16] = &[1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000];

/// DefaultNumberOption: None for undefined. Errors: RangeError, whatever ToNumber throws.
pub fn default_number_option(
    agent: &mut Agent,
    value: Value,
    minimum: u32,
    maximum: u32,
    name: &str,
) -> JsResult<Option<u32>> {
    if value.is_undefined() {
        return Ok(None);
    }
    let number = value.to_number(agent)?;
    if !(number >= f64::from(minimum) && number <= f64::from(maximum)) {
        return Err(agent.throw_range_error(format!("{name} value is out of range.")));
    }
    Ok(Some(number.floor() as u32))
}

/// GetNumberOption
pub fn get_number_option(
    agent: &mut Agent,
    options: Options,
    name: &str,
    minimum: u32,
    maximum: u32,
) -> JsResult<Option<u32>> {
    let value = get(agent, options, name)?;
    default_number_option(agent, value, minimum, maximum, name)
}

/// SetNumberFormatDigitOptions
pub fn set_number_format_digit_options(
    agent: &mut Agent,
    options: Options,
    default_minimum: u32,
    default_maximum: u32,
    is_compact: bool,
) -> JsResult<DigitOptions> {
    let minimum_integer = get_number_option(agent, options, "minimumIntegerDigits", 1, 21)?.unwrap_or(1);
    let mnfd = get(agent, options, "minimumFractionDigits")?;
    let mxfd = get(agent, options, "maximumFractionDigits")?;
    let mnsd = get(agent, options, "minimumSignificantDigits")?;
    let mxsd = get(agent, options, "maximumSignificantDigits")?;
    let increment = get_number_option(agent, options, "roundingIncrement", 1, 5000)?.unwrap_or(1) as u16;
    if !ROUNDING_INCREMENTS.contains(&increment) {
        return Err(agent.throw_range_error("roundingIncrement value is out of range."));
    }
    let rounding_mode = get_choice(agent, options, "roundingMode", ROUNDING_MODES)?.unwrap_or("halfExpand");
    let priorities = ["auto", "morePrecision", "lessPrecision"];
    let priority = get_choice(agent, options, "roundingPriority", &priorities)?.unwrap_or("auto");
    let trailing_zero_display =
        get_choice(agent, options, "trailingZeroDisplay", &["auto", "stripIfInteger"])?.unwrap_or("auto");
    let default_maximum = if increment != 1 { default_minimum } else { default_maximum };
    let has_significant = !mnsd.is_undefined() || !mxsd.is_undefined();
    let has_fraction = !mnfd.is_undefined() || !mxfd.is_undefined();
    let (mut needs_significant, mut needs_fraction) = (true, true);
    if priority == "auto" {
        needs_significant = has_significant;
        if needs_significant || !has_fraction && is_compact {
            needs_fraction = false;
        }
    }
    let mut digits = DigitOptions {
        minimum_integer: minimum_integer as u8,
        minimum_fraction: 0,
        maximum_fraction: 0,
        minimum_significant: 0,
        maximum_significant: 0,
        rounding_type: RoundingType::FractionDigits,
        rounding_mode,
        rounding_increment: increment,
        trailing_zero_display,
        is_compact_rounding: false,
    };
    if needs_significant {
        (digits.minimum_significant, digits.maximum_significant) = (1, 21);
        if has_significant {
            let minimum = default_number_option(agent, mnsd, 1, 21, "minimumSignificantDigits")?.unwrap_or(1);
            let maximum = default_number_option(agent, mxsd, minimum, 21, "maximumSignificantDigits")?.unwrap_or(21);
            (digits.minimum_significant, digits.maximum_significant) = (minimum as u8, maximum as u8);
        }
    }
    if needs_fraction {
        let (mut minimum, mut maximum) = (default_minimum, default_maximum);
        if has_fraction {
            let given_minimum = default_number_option(agent, mnfd, 0, 100, "minimumFractionDigits")?;
            let given_maximum = default_number_option(agent, mxfd, 0, 100, "maximumFractionDigits")?;
            (minimum, maximum) = match (given_minimum, given_maximum) {
                (None, Some(maximum)) => (default_minimum.min(maximum), maximum),
                (Some(minimum), None) => (minimum, default_maximum.max(minimum)),
                (Some(minimum), Some(maximum)) if minimum > maximum => {
                    return Err(agent.throw_range_error("maximumFractionDigits value is out of range."));
                }
                (Some(minimum), Some(maximum)) => (minimum, maximum),
                (None, None) => (minimum, maximum),
            };
        }
        (digits.minimum_fraction, digits.maximum_fraction) = (minimum as u8, maximum as u8);
    }
    digits.rounding_type = match (needs_significant, needs_fraction) {
        (false, false) => {
            (digits.minimum_fraction, digits.maximum_fraction) = (0, 0);
            (digits.minimum_significant, digits.maximum_significant) = (1, 2);
            digits.is_compact_rounding = true;
            RoundingType::MorePrecision
        }
        _ if priority == "morePrecision" => RoundingType::MorePrecision,
        _ if priority == "lessPrecision" => RoundingType::LessPrecision,
        _ if has_significant => RoundingType::SignificantDigits,
        _ => RoundingType::FractionDigits,
    };
    if increment != 1 {
        if digits.rounding_type != RoundingType::FractionDigits {
            return Err(agent.throw_type_error("roundingIncrement cannot be used with significant digits"));
        }
        if digits.maximum_fraction != digits.minimum_fraction {
            return Err(
                agent.throw_range_error("roundingIncrement needs maximumFractionDigits equal to minimumFractionDigits")
            );
        }
    }
    Ok(digits)
}

impl DigitOptions {
    /// Adds the properties of `resolvedOptions` up to the significant digits.
    pub fn add_limits(&self, agent: &mut Agent, object: Gc<Object>) -> JsResult<()> {
        let mut rows = vec![("minimumIntegerDigits", self.minimum_integer)];
        if self.rounding_type != RoundingType::SignificantDigits {
            rows.push(("minimumFractionDigits", self.minimum_fraction));
            rows.push(("maximumFractionDigits", self.maximum_fraction));
        }
        if self.rounding_type != RoundingType::FractionDigits {
            rows.push(("minimumSignificantDigits", self.minimum_significant));
            rows.push(("maximumSignificantDigits", self.maximum_significant));
        }
        for (name, digits) in rows {
            object.create_str(agent, name, Value::int(i32::from(digits)))?;
        }
        Ok(())
    }

    /// Adds the properties that come last.
    pub fn add_rounding(&self, agent: &mut Agent, object: Gc<Object>) -> JsResult<()> {
        object.create_str(agent, "roundingIncrement", Value::int(i32::from(self.rounding_increment)))?;
        let priority = match self.rounding_type {
            RoundingType::MorePrecision => "morePrecision",
            RoundingType::LessPrecision => "lessPrecision",
            _ => "auto",
        };
        for (name, text) in [
            ("roundingMode", self.rounding_mode),
            ("roundingPriority", priority),
            ("trailingZeroDisplay", self.trailing_zero_display),
        ] {
            let text = agent.string(text);
            object.create_str(agent, name, text)?;
        }
        Ok(())
    }

    fn round(&self, number: &mut Decimal, position: i16, increment: u16) {
        let (increment, shift) = match increment {
            1 | 10 | 100 | 1000 => (RoundingIncrement::MultiplesOf1, increment.ilog10()),
            2 | 20 | 200 | 2000 => (RoundingIncrement::MultiplesOf2, (increment / 2).ilog10()),
            5 | 50 | 500 | 5000 => (RoundingIncrement::MultiplesOf5, (increment / 5).ilog10()),
            _ => (RoundingIncrement::MultiplesOf25, (increment / 25).ilog10()),
        };
        let mode = match self.rounding_mode {
            "ceil" => SignedRoundingMode::Ceil,
            "floor" => SignedRoundingMode::Floor,
            "expand" => SignedRoundingMode::Unsigned(UnsignedRoundingMode::Expand),
            "trunc" => SignedRoundingMode::Unsigned(UnsignedRoundingMode::Trunc),
            "halfCeil" => SignedRoundingMode::HalfCeil,
            "halfFloor" => SignedRoundingMode::HalfFloor,
            "halfTrunc" => SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfTrunc),
            "halfEven" => SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfEven),
            _ => SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand),
        };
        number.round_with_mode_and_increment(position + shift as i16, mode, increment);
    }

    /// ToRawPrecision
    fn to_raw_precision(&self, number: &Decimal) -> Decimal {
        let mut rounded = number.clone();
        let magnitude = |n: &Decimal| if n.absolute.is_zero() { 0 } else { n.absolute.nonzero_magnitude_start() };
        let position = magnitude(number) - i16::from(self.maximum_significant) + 1;
        self.round(&mut rounded, position, 1);
        rounded.absolute.trim_end();
        rounded.absolute.trim_start();
        let least = magnitude(&rounded) - i16::from(self.minimum_significant) + 1;
        if least < 0 {
            rounded.absolute.pad_end(least);
        }
        rounded
    }

    /// ToRawFixed
    fn to_raw_fixed(&self, number: &Decimal) -> Decimal {
        let mut rounded = number.clone();
        self.round(&mut rounded, -i16::from(self.maximum_fraction), self.rounding_increment);
        rounded.absolute.trim_end();
        rounded.absolute.trim_start();
        if self.minimum_fraction > 0 {
            rounded.absolute.pad_end(-i16::from(self.minimum_fraction));
        }
        rounded
    }

    /// FormatNumericToString: the rounded number with all digits that are to be shown.
    pub fn format_numeric(&self, number: &Decimal) -> Decimal {
        let mut rounded = match self.rounding_type {
            RoundingType::SignificantDigits => self.to_raw_precision(number),
            RoundingType::FractionDigits => self.to_raw_fixed(number),
            priority => {
                let magnitude = if number.absolute.is_zero() { 0 } else { number.absolute.nonzero_magnitude_start() };
                let significant = magnitude - i16::from(self.maximum_significant) + 1;
                let fixed_is_finer = -i16::from(self.maximum_fraction) < significant;
                if fixed_is_finer == (priority == RoundingType::MorePrecision) {
                    self.to_raw_fixed(number)
                } else {
                    self.to_raw_precision(number)
                }
            }
        };
        if self.trailing_zero_display == "stripIfInteger" {
            rounded.absolute.trim_end_if_integer();
        }
        rounded.absolute.pad_start(i16::from(self.minimum_integer));
        rounded
    }
}

/// An Intl mathematical value.
#[derive(Clone)]
pub enum Number {
    NaN,
    /// infinity, negative if true
    Infinite(bool),
    Finite(Decimal),
}

impl Number {
    pub fn from_f64(x: f64) -> Number {
        if x.is_nan() {
            return Number::NaN;
        }
        if x.is_infinite() {
            return Number::Infinite(x < 0.0);
        }
        let mut number = parse(ryu_js::Buffer::new().format_finite(x));
        // The text of -0 has no sign.
        if x == 0.0
            && x.is_sign_negative()
            && let Number::Finite(decimal) = &mut number
        {
            decimal.sign = Sign::Negative;
        }
        number
    }
    pub fn is_negative(&self) -> bool {
        match self {
            Number::NaN => false,
            Number::Infinite(negative) => *negative,
            Number::Finite(decimal) => decimal.sign == Sign::Negative,
        }
    }
    pub fn is_zero(&self) -> bool {
        matches!(self, Number::Finite(decimal) if decimal.absolute.is_zero())
    }
}

/// A decimal literal with an optional sign and exponent.
fn parse(text: &str) -> Number {
    let negative = text.starts_with('-');
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().unwrap_or(i64::MAX)),
        None => (text, 0),
    };
    let digits = mantissa.trim_start_matches(['-', '+']);
    let leading = digits.trim_start_matches('0');
    let magnitude = match leading.strip_prefix('.') {
        Some(fraction) => -((fraction.len() - fraction.trim_start_matches('0').len()) as i64),
        None => leading.find('.').unwrap_or(leading.len()) as i64,
    };
    let is_zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
    if !is_zero && magnitude.saturating_add(exponent) > MAX_EXPONENT {
        return Number::Infinite(negative);
    }
    let mut zero = Decimal::from(0);
    if negative {
        zero.sign = Sign::Negative;
    }
    if is_zero || magnitude.saturating_add(exponent) < -MAX_EXPONENT || digits.len() as i64 > MAX_EXPONENT {
        return Number::Finite(zero);
    }
    let mut owned = mantissa.strip_prefix('+').unwrap_or(mantissa).to_owned();
    if owned.ends_with('.') {
        owned.pop();
    }
    if let Some(at) = owned.find('.').filter(|at| *at == 0 || owned.as_bytes()[at - 1] == b'-') {
        owned.insert(at, '0');
    }
    match Decimal::try_from_str(&owned) {
        Ok(mut decimal) => {
            decimal.absolute.multiply_pow10(exponent as i16);
            decimal.absolute.trim_start();
            Number::Finite(decimal)
        }
        Err(_) => Number::NaN,
    }
}

/// ToIntlMathematicalValue
pub fn to_intl_mathematical_value(agent: &mut Agent, value: Value) -> JsResult<Number> {
    let primitive = value.to_primitive(agent, PreferredType::Number)?;
    if primitive.is_bigint() {
        let text = primitive.to_rust_string(agent)?;
        return Ok(parse(&text));
    }
    let Some(string) = primitive.as_string() else { return Ok(Number::from_f64(primitive.to_number(agent)?)) };
    let number = primitive.to_number(agent)?;
    let text = string.to_rust_string();
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_decimal =
        !text.is_empty() && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    if number.is_nan() || !is_decimal {
        return Ok(Number::from_f64(number));
    }
    Ok(parse(text))
}
