//! Intl.PluralRules (ECMA-402 17).

use super::digits::{DigitOptions, Number, set_number_format_digit_options, to_intl_mathematical_value};
use super::options::{coerce_options_to_object, get_choice, locale_matcher};
use super::*;
use icu_plurals::{PluralCategory, PluralRuleType, PluralRulesOptions, PluralRulesWithRanges};

pub static PLURAL_RULES: ClassSpec = ClassSpec::new(
    "PluralRules",
    Intrinsic::IntlPluralRules,
    Intrinsic::IntlPluralRulesPrototype,
    plural_rules_constructor,
    0,
)
.statics(&[method("supportedLocalesOf", supported_locales_of, 1)])
.methods(&[
    method("resolvedOptions", plural_rules_resolved_options, 0),
    method("select", plural_rules_select, 1),
    method("selectRange", plural_rules_select_range, 2),
    to_string_tag("Intl.PluralRules"),
]);

type Rules = PluralRulesWithRanges<icu_plurals::PluralRules>;

/// The internal slots.
pub struct PluralRulesData {
    locale: Locale,
    rule_type: &'static str,
    notation: &'static str,
    compact_display: &'static str,
    digits: DigitOptions,
    rules: Rules,
}

impl IntlData for PluralRulesData {
    const KIND: Kind = Kind::IntlPluralRules;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlPluralRulesPrototype;
    const CLASS: &'static str = "Intl.PluralRules";
}

/// The keyword of a category.
pub fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// new Intl.PluralRules ( [ locales [ , options ] ] )
fn plural_rules_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let prototype = prototype_of_new::<PluralRulesData>(agent, args)?;
    let requested = canonicalize_locale_list(agent, args.get(0))?;
    let options = coerce_options_to_object(agent, args.get(1))?;
    locale_matcher(agent, options)?;
    let locale = resolve_locale(&requested);
    let rule_type = get_choice(agent, options, "type", &["cardinal", "ordinal"])?.unwrap_or("cardinal");
    let notations = ["standard", "compact", "scientific", "engineering"];
    let notation = get_choice(agent, options, "notation", &notations)?.unwrap_or("standard");
    let compact_display = get_choice(agent, options, "compactDisplay", &["short", "long"])?.unwrap_or("short");
    let digits = set_number_format_digit_options(agent, options, 0, 3, notation == "compact")?;
    let kind = if rule_type == "ordinal" { PluralRuleType::Ordinal } else { PluralRuleType::Cardinal };
    let icu_options = PluralRulesOptions::default().with_type(kind);
    match Rules::try_new((&locale).into(), icu_options) {
        Ok(rules) => {
            let data = PluralRulesData { locale, rule_type, notation, compact_display, digits, rules };
            Ok(create(agent, data, prototype))
        }
        Err(error) => Err(agent.throw_range_error(format!("No data for plurals in this locale: {error}"))),
    }
}

impl PluralRulesData {
    /// ResolvePlural
    fn category(&self, number: &Number) -> PluralCategory {
        match number {
            Number::Finite(decimal) => self.rules.rules().category_for(&self.digits.format_numeric(decimal)),
            _ => PluralCategory::Other,
        }
    }
}

/// Intl.PluralRules.prototype.select ( value )
fn plural_rules_select(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let rules = receiver::<PluralRulesData>(agent, this, "select")?;
    let number = to_intl_mathematical_value(agent, args.get(0))?;
    Ok(agent.string_value(category_name(rules.data.category(&number))))
}

/// Intl.PluralRules.prototype.selectRange ( start, end )
fn plural_rules_select_range(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let rules = receiver::<PluralRulesData>(agent, this, "selectRange")?;
    if args.get(0).is_undefined() || args.get(1).is_undefined() {
        return Err(agent.throw_type_error("selectRange needs a start and an end"));
    }
    let start = to_intl_mathematical_value(agent, args.get(0))?;
    let end = to_intl_mathematical_value(agent, args.get(1))?;
    if matches!(start, Number::NaN) || matches!(end, Number::NaN) {
        return Err(agent.throw_range_error("The ends of a range must be numbers"));
    }
    let category = rules.data.rules.resolve_range(rules.data.category(&start), rules.data.category(&end));
    Ok(agent.string_value(category_name(category)))
}

/// Intl.PluralRules.prototype.resolvedOptions ( )
fn plural_rules_resolved_options(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let rules = receiver::<PluralRulesData>(agent, this, "resolvedOptions")?;
    let data = &rules.data;
    let object = agent.new_object();
    let locale = data.locale.to_string();
    for (name, text) in [("locale", locale.as_str()), ("type", data.rule_type), ("notation", data.notation)] {
        let text = agent.string(text);
        object.create_str(agent, name, text)?;
    }
    if data.notation == "compact" {
        let text = agent.string(data.compact_display);
        object.create_str(agent, "compactDisplay", text)?;
    }
    data.digits.add_limits(agent, object)?;
    let order = ["zero", "one", "two", "few", "many", "other"];
    let has: Vec<&str> = data.rules.rules().categories().map(category_name).collect();
    let categories = text_array(agent, order.into_iter().filter(|name| has.contains(name)))?;
    object.create_str(agent, "pluralCategories", categories)?;
    data.digits.add_rounding(agent, object)?;
    Ok(object.into())
}
