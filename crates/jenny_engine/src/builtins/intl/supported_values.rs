//! Intl.supportedValuesOf (ECMA-402 8.3.2).

use super::numbering::NUMBERING_SYSTEMS;
use super::units::sanctioned_units;
use super::*;

/// The calendars that are there, sorted.
pub const CALENDARS: &[&str] = &[
    "buddhist",
    "chinese",
    "coptic",
    "dangi",
    "ethioaa",
    "ethiopic",
    "gregory",
    "hebrew",
    "indian",
    "islamic-civil",
    "islamic-tbla",
    "islamic-umalqura",
    "iso8601",
    "japanese",
    "persian",
    "roc",
];

const COLLATIONS: &[&str] =
    &["compat", "dict", "emoji", "eor", "phonebk", "pinyin", "stroke", "trad", "unihan", "zhuyin"];

/// ISO 4217, sorted.
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD \
HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA \
MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF \
SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND \
VUV WST XAF XCD XOF XPF YER ZAR ZMW";

/// Intl.supportedValuesOf ( key )
pub fn intl_supported_values_of(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let key = args.get(0).to_rust_string(agent)?;
    match key.as_str() {
        "calendar" => text_array(agent, CALENDARS.iter().copied()),
        "collation" => text_array(agent, COLLATIONS.iter().copied()),
        "currency" => text_array(agent, CURRENCIES.split_ascii_whitespace()),
        "numberingSystem" => text_array(agent, NUMBERING_SYSTEMS.iter().map(|(name, _)| *name)),
        "timeZone" => {
            let mut zones = supported_time_zones();
            zones.sort_unstable();
            text_array(agent, zones.into_iter())
        }
        "unit" => text_array(agent, sanctioned_units()),
        _ => Err(agent.throw_range_error(format!("Invalid key : {key}"))),
    }
}

/// The primary identifiers of all time zones.
pub fn supported_time_zones() -> Vec<&'static str> {
    let parser = icu_time::zone::iana::IanaParserExtended::new();
    let zones = parser.iter().map(|zone| zone.canonical).filter(|name| is_zone_name(name));
    zones.chain(["UTC"]).collect()
}

/// Whether a canonical identifier is one of ECMA-402: those below Etc are fixed offsets, except UTC itself.
fn is_zone_name(name: &str) -> bool {
    name != "Etc/Unknown" && !name.starts_with("Etc/") || name.starts_with("Etc/GMT") && name.len() > 7
}
