//! Units of measurement (ECMA-402 6.6): which are sanctioned, and how a language names them.
//! DEVIATION: amounts of data, temperatures and angles have English names in all locales: the compiled data has only areas,
//! durations, lengths, masses and volumes. Units per a unit are put together of both names, where CLDR has some of its own.

use super::Locale;
use fixed_decimal::Decimal;
use icu_experimental::dimension::provider::units::categorized_display_names::{
    UnitsNamesAreaCoreV1, UnitsNamesAreaExtendedV1, UnitsNamesDurationCoreV1, UnitsNamesDurationOutlierV1,
    UnitsNamesLengthCoreV1, UnitsNamesLengthExtendedV1, UnitsNamesMassCoreV1, UnitsNamesMassExtendedV1,
    UnitsNamesVolumeCoreV1, UnitsNamesVolumeExtendedV1,
};
use icu_experimental::dimension::provider::units::display_names::UnitsDisplayNames;
use icu_experimental::dimension::provider::units::essentials::UnitsEssentialsV1;
use icu_experimental::duration::provider::UnitsDurationDigitalV1;
use icu_experimental::provider::Baked;
use icu_plurals::{PluralOperands, PluralRules};
use icu_provider::marker::ErasedMarker;
use icu_provider::{
    DataIdentifierBorrowed, DataLocale, DataMarker, DataMarkerAttributes, DataPayload, DataProvider, DataRequest,
    DynamicDataMarker,
};
use writeable::Writeable;

/// Where the names of a unit are.
enum Names {
    Area,
    Duration,
    Length,
    Mass,
    Volume,
    /// in English alone: short form, narrow form, long form of one and of more. A short or narrow form that begins without
    /// a space stands right behind the number.
    English(&'static str, &'static str, &'static str, &'static str),
}
use Names::{Area, Duration, English, Length, Mass, Volume};

/// The sanctioned units, sorted by identifier.
const UNITS: &[(&str, Names)] = &[
    ("acre", Area),
    ("bit", English(" bit", "bit", "bit", "bits")),
    ("byte", English(" byte", "B", "byte", "bytes")),
    ("celsius", English("°C", "°C", "degree Celsius", "degrees Celsius")),
    ("centimeter", Length),
    ("day", Duration),
    ("degree", English(" deg", "°", "degree", "degrees")),
    ("fahrenheit", English("°F", "°", "degree Fahrenheit", "degrees Fahrenheit")),
    ("fluid-ounce", Volume),
    ("foot", Length),
    ("gallon", Volume),
    ("gigabit", English(" Gb", "Gb", "gigabit", "gigabits")),
    ("gigabyte", English(" GB", "GB", "gigabyte", "gigabytes")),
    ("gram", Mass),
    ("hectare", Area),
    ("hour", Duration),
    ("inch", Length),
    ("kilobit", English(" kb", "kb", "kilobit", "kilobits")),
    ("kilobyte", English(" kB", "kB", "kilobyte", "kilobytes")),
    ("kilogram", Mass),
    ("kilometer", Length),
    ("liter", Volume),
    ("megabit", English(" Mb", "Mb", "megabit", "megabits")),
    ("megabyte", English(" MB", "MB", "megabyte", "megabytes")),
    ("meter", Length),
    ("microsecond", Duration),
    ("mile", Length),
    ("mile-scandinavian", Length),
    ("milliliter", Volume),
    ("millimeter", Length),
    ("millisecond", Duration),
    ("minute", Duration),
    ("month", Duration),
    ("nanosecond", Duration),
    ("ounce", Mass),
    ("percent", English("%", "%", "percent", "percent")),
    ("petabyte", English(" PB", "PB", "petabyte", "petabytes")),
    ("pound", Mass),
    ("second", Duration),
    ("stone", Mass),
    ("terabit", English(" Tb", "Tb", "terabit", "terabits")),
    ("terabyte", English(" TB", "TB", "terabyte", "terabytes")),
    ("week", Duration),
    ("yard", Length),
    ("year", Duration),
];

fn find(name: &str) -> Option<&'static Names> {
    UNITS.binary_search_by(|(unit, _)| (*unit).cmp(name)).ok().map(|index| &UNITS[index].1)
}

/// All sanctioned simple unit identifiers, in order.
pub fn sanctioned_units() -> impl Iterator<Item = &'static str> {
    UNITS.iter().map(|(unit, _)| *unit)
}

/// IsWellFormedUnitIdentifier
pub fn is_well_formed_unit(name: &str) -> bool {
    find(name).is_some()
        || name.split_once("-per-").is_some_and(|(above, below)| find(above).is_some() && find(below).is_some())
}

/// The data under an attribute such as `short-hour`, and whether it is that of no language; None where there is none.
fn load<M: DataMarker>(locale: &Locale, attribute: &str) -> Option<(DataPayload<M>, bool)>
where
    Baked: DataProvider<M>,
{
    let attribute = DataMarkerAttributes::try_from_str(attribute).ok()?;
    let locale = DataLocale::from(locale);
    let id = DataIdentifierBorrowed::for_marker_attributes_and_locale(attribute, &locale);
    let response = Baked.load(DataRequest { id, ..Default::default() }).ok()?;
    Some((response.payload, response.metadata.locale.is_some_and(|found| found.is_unknown())))
}

type Patterns = DataPayload<ErasedMarker<UnitsDisplayNames<'static>>>;

/// The names under an attribute, from the units that a language's own regions use or else from the others.
fn load_names<M, Others>(locale: &Locale, attribute: &str) -> Option<Patterns>
where
    M: DataMarker + DynamicDataMarker<DataStruct = UnitsDisplayNames<'static>>,
    Others: DataMarker + DynamicDataMarker<DataStruct = UnitsDisplayNames<'static>>,
    Baked: DataProvider<M> + DataProvider<Others>,
{
    match load::<M>(locale, attribute) {
        Some((own, false)) => Some(own.cast()),
        // The language's own name may be among the others.
        own => match (own, load::<Others>(locale, attribute)) {
            (Some((own, _)), None | Some((_, true))) => Some(own.cast()),
            (_, other) => other.map(|(other, _)| other.cast()),
        },
    }
}

/// The names of one unit in one width.
enum UnitName {
    Data(Patterns),
    /// what follows one, and what follows more
    English(String, String),
}

/// What stands for the number in a pattern.
const PLACE: char = '\u{fffc}';

impl UnitName {
    fn new(locale: &Locale, unit: &str, display: &str) -> Option<UnitName> {
        let attribute = format!("{display}-{unit}");
        let names = match find(unit)? {
            Area => load_names::<UnitsNamesAreaCoreV1, UnitsNamesAreaExtendedV1>(locale, &attribute),
            Duration => load_names::<UnitsNamesDurationCoreV1, UnitsNamesDurationOutlierV1>(locale, &attribute),
            Length => load_names::<UnitsNamesLengthCoreV1, UnitsNamesLengthExtendedV1>(locale, &attribute),
            Mass => load_names::<UnitsNamesMassCoreV1, UnitsNamesMassExtendedV1>(locale, &attribute),
            Volume => load_names::<UnitsNamesVolumeCoreV1, UnitsNamesVolumeExtendedV1>(locale, &attribute),
            English(short, narrow, one, more) => {
                return Some(match display {
                    "long" => UnitName::English(format!(" {one}"), format!(" {more}")),
                    "narrow" => UnitName::English((*narrow).to_owned(), (*narrow).to_owned()),
                    _ => UnitName::English((*short).to_owned(), (*short).to_owned()),
                });
            }
        };
        names.map(UnitName::Data)
    }

    /// The pattern for a number, with `PLACE` for the number; some languages write none for one or two.
    fn pattern(&self, operands: PluralOperands, rules: &PluralRules) -> String {
        match self {
            UnitName::Data(patterns) => {
                patterns.get().get(operands, rules).interpolate((PLACE,)).write_to_string().into_owned()
            }
            UnitName::English(one, more) => {
                format!("{PLACE}{}", if operands == PluralOperands::from(1u32) { one } else { more })
            }
        }
    }

    /// The name of one of the unit, without a number.
    fn bare(&self, rules: &PluralRules) -> String {
        let pattern = self.pattern(PluralOperands::from(1u32), rules);
        pattern.replace(PLACE, "").trim_matches(char::is_whitespace).to_owned()
    }
}

/// How a language names a unit, or a unit per a unit, in one width.
pub struct UnitNames {
    rules: PluralRules,
    counted: UnitName,
    /// what follows the name in a unit per a unit, or the pattern of both, `{0}` and `{1}`, and the second name
    per: Option<(String, String)>,
}

impl UnitNames {
    /// None without data. `display`: long, short or narrow.
    pub fn new(locale: &Locale, unit: &str, display: &str) -> Option<UnitNames> {
        let rules = PluralRules::try_new_cardinal(locale.into()).ok()?;
        let (counted, below) = match unit.split_once("-per-") {
            Some((counted, below)) => (counted, Some(below)),
            None => (unit, None),
        };
        let name = UnitName::new(locale, counted, display)?;
        let Some(below) = below else { return Some(UnitNames { rules, counted: name, per: None }) };
        if locale.id.language.as_str() == "en"
            && display != "long"
            && let Some(own) = match unit {
                "mile-per-hour" => Some("mph"),
                "mile-per-gallon" => Some("mpg"),
                _ => None,
            }
        {
            let own = if display == "short" { format!(" {own}") } else { own.to_owned() };
            return Some(UnitNames { rules, counted: UnitName::English(own.clone(), own), per: None });
        }
        let pattern = load::<UnitsEssentialsV1>(locale, display).map(|(data, _)| data.get().per.clone().into_owned());
        let pattern = pattern.unwrap_or_else(|| "{0}/{1}".to_owned());
        // Where the counted unit is written with its international symbol, so is time.
        let symbol = match below {
            "hour" => "h",
            "minute" => "min",
            "second" => "s",
            "day" => "d",
            _ => "",
        };
        let is_international = name.bare(&rules).is_ascii() && !symbol.is_empty() && display != "long";
        let below =
            if is_international { symbol.to_owned() } else { UnitName::new(locale, below, display)?.bare(&rules) };
        Some(UnitNames { rules, counted: name, per: Some((pattern, below)) })
    }

    /// What stands before and after a number; a unit alone, without its number, for some numbers in some languages.
    /// `number`: None for those that are not finite. `has_sign`: the number has to be written, for the sake of its sign.
    pub fn around(&self, number: Option<&Decimal>, has_sign: bool) -> Result<(String, String), String> {
        let operands = |number: Option<&Decimal>| match number {
            Some(number) => PluralOperands::from(number),
            None => PluralOperands::from(100_000u32),
        };
        let mut pattern = self.counted.pattern(operands(number), &self.rules);
        if has_sign && !pattern.contains(PLACE) {
            pattern = self.counted.pattern(operands(None), &self.rules);
        }
        if let Some((per, below)) = &self.per {
            pattern = per.replace("{0}", &pattern).replace("{1}", below);
        }
        match pattern.split_once(PLACE) {
            Some((before, after)) => Ok((before.to_owned(), after.to_owned())),
            None => Err(pattern),
        }
    }
}

/// What a language writes between hours, minutes and seconds, and whether it writes hours with two digits.
pub fn digital_durations(locale: &Locale) -> (String, bool) {
    match load::<UnitsDurationDigitalV1>(locale, "") {
        Some((data, _)) => (data.get().separator.clone().into_owned(), data.get().hms_padding.h == 2),
        None => (":".to_owned(), false),
    }
}
