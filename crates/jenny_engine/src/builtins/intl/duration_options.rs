//! The options of Intl.DurationFormat (ECMA-402 13.1): a style and a display for each unit.

use super::options::{Options, get_choice};
use crate::{Agent, JsResult};

/// The units in order, with the options' names and those that NumberFormat knows.
pub const UNITS: [(&str, &str, &str); 10] = [
    ("years", "yearsDisplay", "year"),
    ("months", "monthsDisplay", "month"),
    ("weeks", "weeksDisplay", "week"),
    ("days", "daysDisplay", "day"),
    ("hours", "hoursDisplay", "hour"),
    ("minutes", "minutesDisplay", "minute"),
    ("seconds", "secondsDisplay", "second"),
    ("milliseconds", "millisecondsDisplay", "millisecond"),
    ("microseconds", "microsecondsDisplay", "microsecond"),
    ("nanoseconds", "nanosecondsDisplay", "nanosecond"),
];

pub const HOURS: usize = 4;
pub const MINUTES: usize = 5;
pub const SECONDS: usize = 6;
pub const NANOSECONDS: usize = 9;

/// How a unit is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum UnitStyle {
    Long,
    Short,
    Narrow,
    Numeric,
    TwoDigit,
    /// as decimals of the unit before it
    Fractional,
}

impl UnitStyle {
    fn of(name: &str) -> UnitStyle {
        match name {
            "long" => UnitStyle::Long,
            "narrow" => UnitStyle::Narrow,
            "numeric" => UnitStyle::Numeric,
            "2-digit" => UnitStyle::TwoDigit,
            _ => UnitStyle::Short,
        }
    }
    /// The name in options; that of decimals is numeric.
    pub fn name(self) -> &'static str {
        match self {
            UnitStyle::Long => "long",
            UnitStyle::Short => "short",
            UnitStyle::Narrow => "narrow",
            UnitStyle::Numeric | UnitStyle::Fractional => "numeric",
            UnitStyle::TwoDigit => "2-digit",
        }
    }
    /// Whether only digits follow the unit.
    pub fn is_numeric(self) -> bool {
        matches!(self, UnitStyle::Numeric | UnitStyle::TwoDigit)
    }
}

/// A Duration Unit Options Record.
#[derive(Clone, Copy)]
pub struct UnitOptions {
    pub style: UnitStyle,
    /// or auto: only where the number is not zero
    pub is_always: bool,
}

/// GetDurationUnitOptions for all units. `style`: that of the whole. Errors: RangeError, whatever getters throw.
pub fn unit_options(
    agent: &mut Agent,
    options: Options,
    style: &str,
    two_digit_hours: bool,
) -> JsResult<[UnitOptions; 10]> {
    let mut units = [UnitOptions { style: UnitStyle::Short, is_always: false }; 10];
    let mut previous = None;
    for (index, unit) in units.iter_mut().enumerate() {
        *unit = one_unit_options(agent, options, index, style, previous, two_digit_hours)?;
        if (HOURS..NANOSECONDS).contains(&index) {
            previous = Some(unit.style);
        }
    }
    Ok(units)
}

fn one_unit_options(
    agent: &mut Agent,
    options: Options,
    index: usize,
    base: &str,
    previous: Option<UnitStyle>,
    two_digit_hours: bool,
) -> JsResult<UnitOptions> {
    let (name, display_name, _) = UNITS[index];
    let styles: &[&str] = match index {
        HOURS | MINUTES | SECONDS => &["long", "short", "narrow", "numeric", "2-digit"],
        0..HOURS => &["long", "short", "narrow"],
        _ => &["long", "short", "narrow", "numeric"],
    };
    let given = get_choice(agent, options, name, styles)?;
    let mut always_by_default = true;
    let follows_digits = previous.is_some_and(|style| style.is_numeric() || style == UnitStyle::Fractional);
    let mut style = match given {
        Some(given) => UnitStyle::of(given),
        None if base == "digital" => {
            always_by_default = matches!(index, HOURS | MINUTES | SECONDS);
            if index < HOURS { UnitStyle::Short } else { UnitStyle::Numeric }
        }
        None if follows_digits => {
            always_by_default = matches!(index, MINUTES | SECONDS);
            UnitStyle::Numeric
        }
        None => {
            always_by_default = false;
            UnitStyle::of(base)
        }
    };
    if style == UnitStyle::Numeric && index > SECONDS {
        style = UnitStyle::Fractional;
        always_by_default = false;
    }
    let is_always = match get_choice(agent, options, display_name, &["auto", "always"])? {
        Some(display) => display == "always",
        None => always_by_default,
    };
    // ValidateDurationUnitStyle
    let is_fractional = style == UnitStyle::Fractional;
    if is_always && is_fractional
        || previous == Some(UnitStyle::Fractional) && !is_fractional
        || previous.is_some_and(UnitStyle::is_numeric) && !style.is_numeric() && !is_fractional
    {
        return Err(
            agent.throw_range_error(format!("Value {} out of range for Intl options property {name}", style.name()))
        );
    }
    if index == HOURS && style == UnitStyle::Numeric && two_digit_hours
        || matches!(index, MINUTES | SECONDS) && previous.is_some_and(UnitStyle::is_numeric)
    {
        style = UnitStyle::TwoDigit;
    }
    Ok(UnitOptions { style, is_always })
}
