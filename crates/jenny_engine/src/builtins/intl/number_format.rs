//! Intl.NumberFormat (ECMA-402 16): the constructor, its functions, and toLocaleString of numbers.

use super::collator::resolve_keyword;
use super::digits::{DigitOptions, Number, set_number_format_digit_options, to_intl_mathematical_value};
use super::number_parts::{NumberParts, Source};
use super::numbering::{default_numbering_system, is_numbering_system};
use super::options::{Options, coerce_options_to_object, get, get_choice, get_text, locale_matcher};
use super::units::{UnitNames, is_well_formed_unit};
use super::*;
use icu_decimal::options::{CompactDecimalFormatterOptions, DecimalFormatterOptions, GroupingStrategy};
use icu_decimal::{CompactDecimalFormatter, DecimalFormatter};
use icu_locale::extensions::unicode::{Value as Keyword, key};

pub static NUMBER_FORMAT: ClassSpec = ClassSpec::new(
    "NumberFormat",
    Intrinsic::IntlNumberFormat,
    Intrinsic::IntlNumberFormatPrototype,
    number_format_constructor,
    0,
)
.statics(&[method("supportedLocalesOf", supported_locales_of, 1)])
.methods(&[
    getter("format", number_format_format),
    method("formatRange", number_format_format_range, 2),
    method("formatRangeToParts", number_format_format_range_to_parts, 2),
    method("formatToParts", number_format_format_to_parts, 1),
    method("resolvedOptions", number_format_resolved_options, 0),
    to_string_tag("Intl.NumberFormat"),
]);

/// The internal slots.
pub struct NumberFormatData {
    locale: Locale,
    /// the locale that the data is looked up for, with the numbering system if it is the locale's own
    pub(super) of_data: Locale,
    pub(super) numbering_system: String,
    pub(super) is_native_numbering: bool,
    pub(super) style: &'static str,
    pub(super) currency: Option<String>,
    pub(super) currency_display: &'static str,
    pub(super) currency_sign: &'static str,
    pub(super) unit: Option<String>,
    pub(super) unit_display: &'static str,
    pub(super) notation: &'static str,
    compact_display: &'static str,
    /// "false" is false
    use_grouping: &'static str,
    pub(super) sign_display: &'static str,
    pub(super) digits: DigitOptions,
    pub(super) formatter: DecimalFormatter,
    pub(super) compact: Option<CompactDecimalFormatter>,
    /// None where the style is not unit
    pub(super) unit_names: Option<UnitNames>,
}

impl IntlData for NumberFormatData {
    const KIND: Kind = Kind::IntlNumberFormat;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlNumberFormatPrototype;
    const CLASS: &'static str = "Intl.NumberFormat";
}

/// CurrencyDigits: the minor unit of ISO 4217.
fn currency_digits(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

/// Whether a text is a `type` of the grammar of locale identifiers.
pub fn is_type(text: &str) -> bool {
    text.split('-').all(|part| (3..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The option numberingSystem. Errors: RangeError where it cannot be one.
pub fn numbering_system_option(agent: &mut Agent, options: Options) -> JsResult<Option<String>> {
    let text = get_text(agent, options, "numberingSystem")?;
    match text {
        Some(text) if !is_type(&text) => Err(agent.throw_range_error(format!("Invalid numberingSystem : {text}"))),
        text => Ok(text.map(|text| text.to_ascii_lowercase())),
    }
}

/// ResolveLocale with the key nu: the locale, that of the data, and the numbering system.
pub fn resolve_numbering(requested: &[Locale], option: Option<String>) -> (Locale, Locale, String) {
    let wanted = requested.iter().find(|locale| available(locale).is_some());
    let mut locale = resolve_locale(requested);
    let mut of_data = Locale::from(locale.id.clone());
    let chosen = resolve_keyword(&mut locale, wanted, key!("nu"), option, is_numbering_system);
    let native = default_numbering_system(&of_data);
    let numbering = chosen.unwrap_or_else(|| native.clone());
    let of_data_numbering = if numbering == native { native } else { "latn".to_owned() };
    if let Ok(value) = Keyword::try_from_str(&of_data_numbering) {
        of_data.extensions.unicode.keywords.set(key!("nu"), value);
    }
    (locale, of_data, numbering)
}

/// GetBooleanOrStringNumberFormatOption for useGrouping.
fn use_grouping_option(agent: &mut Agent, options: Options, default: &'static str) -> JsResult<&'static str> {
    let value = get(agent, options, "useGrouping")?;
    if value.is_undefined() {
        return Ok(default);
    }
    if value.is_true() {
        return Ok("always");
    }
    if !value.to_boolean() {
        return Ok("false");
    }
    let text = value.to_rust_string(agent)?;
    match text.as_str() {
        "true" | "false" => Ok(default),
        "min2" => Ok("min2"),
        "auto" => Ok("auto"),
        "always" => Ok("always"),
        _ => Err(agent.throw_range_error(format!("Value {text} out of range for Intl options property useGrouping"))),
    }
}

fn currency_option(agent: &mut Agent, options: Options, style: &str) -> JsResult<Option<String>> {
    let currency = get_text(agent, options, "currency")?;
    match currency {
        None if style == "currency" => Err(agent.throw_type_error("Currency code is required with currency style.")),
        Some(code) if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_alphabetic()) => {
            Err(agent.throw_range_error(format!("Invalid currency code : {code}")))
        }
        currency => Ok(currency.map(|code| code.to_ascii_uppercase())),
    }
}

fn unit_option(agent: &mut Agent, options: Options, style: &str) -> JsResult<Option<String>> {
    let unit = get_text(agent, options, "unit")?;
    match unit {
        None if style == "unit" => Err(agent.throw_type_error("Unit is required with unit style.")),
        Some(unit) if !is_well_formed_unit(&unit) => {
            Err(agent.throw_range_error(format!("Invalid unit argument for Intl.NumberFormat() '{unit}'")))
        }
        unit => Ok(unit),
    }
}

/// The whole of the constructor but the object. Errors: whatever getters throw, TypeError, RangeError.
pub fn initialize_number_format(agent: &mut Agent, locales: Value, options: Value) -> JsResult<NumberFormatData> {
    let requested = canonicalize_locale_list(agent, locales)?;
    let options = coerce_options_to_object(agent, options)?;
    locale_matcher(agent, options)?;
    let numbering = numbering_system_option(agent, options)?;
    let (locale, of_data, numbering_system) = resolve_numbering(&requested, numbering);
    let styles = ["decimal", "percent", "currency", "unit"];
    let style = get_choice(agent, options, "style", &styles)?.unwrap_or("decimal");
    let currency = currency_option(agent, options, style)?;
    let displays = ["code", "symbol", "narrowSymbol", "name"];
    let currency_display = get_choice(agent, options, "currencyDisplay", &displays)?.unwrap_or("symbol");
    let currency_sign = get_choice(agent, options, "currencySign", &["standard", "accounting"])?.unwrap_or("standard");
    let unit = unit_option(agent, options, style)?;
    let unit_display = get_choice(agent, options, "unitDisplay", &["short", "narrow", "long"])?.unwrap_or("short");
    let notations = ["standard", "scientific", "engineering", "compact"];
    let notation = get_choice(agent, options, "notation", &notations)?.unwrap_or("standard");
    let is_compact = notation == "compact";
    let (minimum, maximum) = match (style, &currency) {
        ("currency", Some(currency)) if notation == "standard" => {
            let digits = currency_digits(currency);
            (digits, digits)
        }
        ("percent", _) => (0, 0),
        _ => (0, 3),
    };
    let digits = set_number_format_digit_options(agent, options, minimum, maximum, is_compact)?;
    let compact_display = get_choice(agent, options, "compactDisplay", &["short", "long"])?.unwrap_or("short");
    let use_grouping = use_grouping_option(agent, options, if is_compact { "min2" } else { "auto" })?;
    let signs = ["auto", "never", "always", "exceptZero", "negative"];
    let sign_display = get_choice(agent, options, "signDisplay", &signs)?.unwrap_or("auto");
    let mut data = NumberFormatData {
        formatter: decimal_formatter(agent, &of_data, use_grouping)?,
        is_native_numbering: numbering_system == "latn" || numbering_system == default_numbering_system(&locale),
        locale,
        of_data,
        numbering_system,
        currency: currency.filter(|_| style == "currency"),
        unit: unit.filter(|_| style == "unit"),
        style,
        currency_display,
        currency_sign,
        unit_display,
        notation,
        compact_display,
        use_grouping,
        sign_display,
        digits,
        compact: None,
        unit_names: None,
    };
    data.unit_names = data.unit.as_deref().and_then(|unit| UnitNames::new(&data.of_data, unit, unit_display));
    if is_compact {
        let mut icu_options = CompactDecimalFormatterOptions::default();
        icu_options.grouping_strategy = Some(grouping_strategy(use_grouping));
        let preferences = (&data.of_data).into();
        let made = if compact_display == "long" {
            CompactDecimalFormatter::try_new_long(preferences, icu_options)
        } else {
            CompactDecimalFormatter::try_new_short(preferences, icu_options)
        };
        data.compact = made.ok();
    }
    Ok(data)
}

impl NumberFormatData {
    /// The format of one unit of a duration: `unit` in one of the displays, or the plain number without groups.
    /// Errors: RangeError without data.
    pub fn for_duration(
        agent: &mut Agent,
        numbering: (&Locale, &str),
        unit: Option<(&str, &'static str)>,
        sign_display: &'static str,
        digits: DigitOptions,
    ) -> JsResult<NumberFormatData> {
        let (of_data, numbering_system) = numbering;
        let use_grouping = if unit.is_some() { "auto" } else { "false" };
        Ok(NumberFormatData {
            formatter: decimal_formatter(agent, of_data, use_grouping)?,
            is_native_numbering: is_numbering_of_data(of_data, numbering_system),
            locale: of_data.clone(),
            of_data: of_data.clone(),
            numbering_system: numbering_system.to_owned(),
            style: if unit.is_some() { "unit" } else { "decimal" },
            currency: None,
            currency_display: "symbol",
            currency_sign: "standard",
            unit: unit.map(|(unit, _)| unit.to_owned()),
            unit_display: unit.map_or("short", |(_, display)| display),
            notation: "standard",
            compact_display: "short",
            use_grouping,
            sign_display,
            digits,
            compact: None,
            unit_names: unit.and_then(|(unit, display)| UnitNames::new(of_data, unit, display)),
        })
    }
}

/// Whether the formatters of the data write the digits of a numbering system by themselves (`resolve_numbering`).
fn is_numbering_of_data(of_data: &Locale, numbering_system: &str) -> bool {
    let keyword = of_data.extensions.unicode.keywords.get(&key!("nu"));
    numbering_system == "latn" || keyword.is_some_and(|value| value.to_string() == numbering_system)
}

fn grouping_strategy(use_grouping: &str) -> GroupingStrategy {
    match use_grouping {
        "false" => GroupingStrategy::Never,
        "always" => GroupingStrategy::Always,
        "min2" => GroupingStrategy::Min2,
        _ => GroupingStrategy::Auto,
    }
}

/// A formatter of plain decimals. Errors: RangeError without data.
pub fn decimal_formatter(agent: &mut Agent, locale: &Locale, use_grouping: &str) -> JsResult<DecimalFormatter> {
    let mut options = DecimalFormatterOptions::default();
    options.grouping_strategy = Some(grouping_strategy(use_grouping));
    let made = DecimalFormatter::try_new(locale.into(), options)
        .or_else(|_| DecimalFormatter::try_new(Default::default(), options));
    made.map_err(|error| agent.throw_range_error(format!("No data for numbers in this locale: {error}")))
}

/// Intl.NumberFormat ( [ locales [ , options ] ] ), with or without `new`; ChainNumberFormat
fn number_format_constructor(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let is_call = args.new_target().is_undefined();
    let new_target = if is_call { args.callee().into() } else { args.new_target() };
    let prototype = agent.get_prototype_from_constructor(new_target, Intrinsic::IntlNumberFormatPrototype)?;
    let data = initialize_number_format(agent, args.get(0), args.get(1))?;
    let format = create(agent, data, prototype);
    if is_call { chain(agent, this, Intrinsic::IntlNumberFormat, format) } else { Ok(format) }
}

/// UnwrapNumberFormat
fn unwrap(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<IntlObject<NumberFormatData>>> {
    let this = unwrap_chained::<NumberFormatData>(agent, this, Intrinsic::IntlNumberFormat)?;
    receiver::<NumberFormatData>(agent, this, method)
}

/// get Intl.NumberFormat.prototype.format
fn number_format_format(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let format = unwrap(agent, this, "format")?;
    if format.bound.get().is_undefined() {
        let function = agent.new_native("", 1, bound_format, &[format.into()]);
        format.bound.set(format.object.header(), function.into());
    }
    Ok(format.bound.get())
}

/// A Number Format Function.
fn bound_format(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let format = receiver::<NumberFormatData>(agent, args.data(0), "format")?;
    let number = to_intl_mathematical_value(agent, args.get(0))?;
    Ok(agent.try_string(&format.data.format_to_parts(&number).text())?.into())
}

/// Intl.NumberFormat.prototype.formatToParts ( value )
fn number_format_format_to_parts(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let format = receiver::<NumberFormatData>(agent, this, "formatToParts")?;
    let number = to_intl_mathematical_value(agent, args.get(0))?;
    format.data.format_to_parts(&number).to_array(agent, None)
}

/// The ends of a range. Errors: TypeError for undefined, RangeError for NaN.
fn range_ends(agent: &mut Agent, args: Args) -> JsResult<(Number, Number)> {
    if args.get(0).is_undefined() || args.get(1).is_undefined() {
        return Err(agent.throw_type_error("A range needs a start and an end"));
    }
    let start = to_intl_mathematical_value(agent, args.get(0))?;
    let end = to_intl_mathematical_value(agent, args.get(1))?;
    if matches!(start, Number::NaN) || matches!(end, Number::NaN) {
        return Err(agent.throw_range_error("The ends of a range must be numbers"));
    }
    Ok((start, end))
}

/// PartitionNumberRangePattern
fn range_parts(data: &NumberFormatData, start: &Number, end: &Number) -> Vec<(Source, NumberParts)> {
    let (start, end) = (data.format_to_parts(start), data.format_to_parts(end));
    if start.text() == end.text() {
        let mut about = NumberParts::default();
        about.push("approximatelySign", "~");
        return vec![(Source::Shared, about), (Source::Shared, start)];
    }
    let mut between = NumberParts::default();
    let is_plain = data.style == "decimal" && data.sign_display == "auto";
    between.push("literal", if is_plain { "–" } else { " – " });
    vec![(Source::StartRange, start), (Source::Shared, between), (Source::EndRange, end)]
}

/// Intl.NumberFormat.prototype.formatRange ( start, end )
fn number_format_format_range(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let format = receiver::<NumberFormatData>(agent, this, "formatRange")?;
    let (start, end) = range_ends(agent, args)?;
    let text: String = range_parts(&format.data, &start, &end).iter().map(|(_, parts)| parts.text()).collect();
    Ok(agent.try_string(&text)?.into())
}

/// Intl.NumberFormat.prototype.formatRangeToParts ( start, end )
fn number_format_format_range_to_parts(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let format = receiver::<NumberFormatData>(agent, this, "formatRangeToParts")?;
    let (start, end) = range_ends(agent, args)?;
    let array = agent.new_array(&[])?;
    for (source, parts) in range_parts(&format.data, &start, &end) {
        parts.append_to(agent, array, Some(("source", source.name())))?;
    }
    Ok(array.into())
}

/// Intl.NumberFormat.prototype.resolvedOptions ( )
fn number_format_resolved_options(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let format = unwrap(agent, this, "resolvedOptions")?;
    let data = &format.data;
    let object = agent.new_object();
    let locale = data.locale.to_string();
    let mut rows =
        vec![("locale", locale.as_str()), ("numberingSystem", data.numbering_system.as_str()), ("style", data.style)];
    if let Some(currency) = &data.currency {
        rows.push(("currency", currency));
        rows.push(("currencyDisplay", data.currency_display));
        rows.push(("currencySign", data.currency_sign));
    }
    if let Some(unit) = &data.unit {
        rows.push(("unit", unit));
        rows.push(("unitDisplay", data.unit_display));
    }
    add_texts(agent, object, &rows)?;
    data.digits.add_limits(agent, object)?;
    if data.use_grouping == "false" {
        object.create_str(agent, "useGrouping", Value::FALSE)?;
    } else {
        add_texts(agent, object, &[("useGrouping", data.use_grouping)])?;
    }
    add_texts(agent, object, &[("notation", data.notation)])?;
    if data.notation == "compact" {
        add_texts(agent, object, &[("compactDisplay", data.compact_display)])?;
    }
    add_texts(agent, object, &[("signDisplay", data.sign_display)])?;
    data.digits.add_rounding(agent, object)?;
    Ok(object.into())
}

/// Number.prototype.toLocaleString and BigInt.prototype.toLocaleString after the check of the receiver.
pub fn number_to_locale_text(agent: &mut Agent, number: Value, args: Args) -> JsResult<Value> {
    let data = initialize_number_format(agent, args.get(0), args.get(1))?;
    let number = to_intl_mathematical_value(agent, number)?;
    Ok(agent.try_string(&data.format_to_parts(&number).text())?.into())
}
