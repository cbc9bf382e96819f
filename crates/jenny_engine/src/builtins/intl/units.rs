//! Units of measurement (ECMA-402 6.6): which are sanctioned, and how English writes them.
//! DEVIATION: the names are English in all locales; the compiled data has only some categories of units.

/// A sanctioned unit: identifier, short form, narrow form, long form of one and of more. A short or narrow form that begins
/// without a space stands right behind the number.
struct Unit(&'static str, &'static str, &'static str, &'static str, &'static str);

/// Sorted by identifier.
const UNITS: &[Unit] = &[
    Unit("acre", " ac", "ac", "acre", "acres"),
    Unit("bit", " bit", "bit", "bit", "bits"),
    Unit("byte", " byte", "B", "byte", "bytes"),
    Unit("celsius", "°C", "°C", "degree Celsius", "degrees Celsius"),
    Unit("centimeter", " cm", "cm", "centimeter", "centimeters"),
    Unit("day", " day", "d", "day", "days"),
    Unit("degree", " deg", "°", "degree", "degrees"),
    Unit("fahrenheit", "°F", "°", "degree Fahrenheit", "degrees Fahrenheit"),
    Unit("fluid-ounce", " fl oz", "fl oz", "fluid ounce", "fluid ounces"),
    Unit("foot", " ft", "′", "foot", "feet"),
    Unit("gallon", " gal", "gal", "gallon", "gallons"),
    Unit("gigabit", " Gb", "Gb", "gigabit", "gigabits"),
    Unit("gigabyte", " GB", "GB", "gigabyte", "gigabytes"),
    Unit("gram", " g", "g", "gram", "grams"),
    Unit("hectare", " ha", "ha", "hectare", "hectares"),
    Unit("hour", " hr", "h", "hour", "hours"),
    Unit("inch", " in", "″", "inch", "inches"),
    Unit("kilobit", " kb", "kb", "kilobit", "kilobits"),
    Unit("kilobyte", " kB", "kB", "kilobyte", "kilobytes"),
    Unit("kilogram", " kg", "kg", "kilogram", "kilograms"),
    Unit("kilometer", " km", "km", "kilometer", "kilometers"),
    Unit("liter", " L", "L", "liter", "liters"),
    Unit("megabit", " Mb", "Mb", "megabit", "megabits"),
    Unit("megabyte", " MB", "MB", "megabyte", "megabytes"),
    Unit("meter", " m", "m", "meter", "meters"),
    Unit("microsecond", " μs", "μs", "microsecond", "microseconds"),
    Unit("mile", " mi", "mi", "mile", "miles"),
    Unit("mile-scandinavian", " smi", "smi", "mile-scandinavian", "miles-scandinavian"),
    Unit("milliliter", " mL", "mL", "milliliter", "milliliters"),
    Unit("millimeter", " mm", "mm", "millimeter", "millimeters"),
    Unit("millisecond", " ms", "ms", "millisecond", "milliseconds"),
    Unit("minute", " min", "m", "minute", "minutes"),
    Unit("month", " mth", "m", "month", "months"),
    Unit("nanosecond", " ns", "ns", "nanosecond", "nanoseconds"),
    Unit("ounce", " oz", "oz", "ounce", "ounces"),
    Unit("percent", "%", "%", "percent", "percent"),
    Unit("petabyte", " PB", "PB", "petabyte", "petabytes"),
    Unit("pound", " lb", "#", "pound", "pounds"),
    Unit("second", " sec", "s", "second", "seconds"),
    Unit("stone", " st", "st", "stone", "stones"),
    Unit("terabit", " Tb", "Tb", "terabit", "terabits"),
    Unit("terabyte", " TB", "TB", "terabyte", "terabytes"),
    Unit("week", " wk", "w", "week", "weeks"),
    Unit("yard", " yd", "yd", "yard", "yards"),
    Unit("year", " yr", "y", "year", "years"),
];

fn find(name: &str) -> Option<&'static Unit> {
    UNITS.binary_search_by(|unit| unit.0.cmp(name)).ok().map(|index| &UNITS[index])
}

/// All sanctioned simple unit identifiers, in order.
pub fn sanctioned_units() -> impl Iterator<Item = &'static str> {
    UNITS.iter().map(|unit| unit.0)
}

/// IsWellFormedUnitIdentifier
pub fn is_well_formed_unit(name: &str) -> bool {
    find(name).is_some()
        || name.split_once("-per-").is_some_and(|(above, below)| find(above).is_some() && find(below).is_some())
}

/// What follows a number of units, with the space before it.
pub fn english_suffix(name: &str, display: &str, is_one: bool) -> String {
    let form = |unit: &Unit, is_one: bool| match display {
        "long" => format!(" {}", if is_one { unit.3 } else { unit.4 }),
        "narrow" => unit.2.to_owned(),
        // A few abbreviations have a plural.
        _ if !is_one && matches!(unit.0, "day" | "month" | "week" | "year") => format!("{}s", unit.1),
        _ => unit.1.to_owned(),
    };
    match (name, display) {
        ("mile-per-hour", "short") => return " mph".to_owned(),
        ("mile-per-hour", "narrow") => return "mph".to_owned(),
        ("mile-per-gallon", "short") => return " mpg".to_owned(),
        ("mile-per-gallon", "narrow") => return "mpg".to_owned(),
        _ => {}
    }
    if let Some(unit) = find(name) {
        return form(unit, is_one);
    }
    let Some((above, below)) = name.split_once("-per-") else { return String::new() };
    let (Some(above), Some(below)) = (find(above), find(below)) else { return String::new() };
    if display == "long" {
        return format!("{} per{}", form(above, is_one), form(below, true));
    }
    let below = match below.0 {
        "hour" => "h",
        "minute" => "min",
        "second" => "s",
        "day" => "d",
        _ => below.1.trim_start(),
    };
    format!("{}/{below}", form(above, is_one))
}
