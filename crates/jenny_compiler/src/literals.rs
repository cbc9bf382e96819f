//! Values of literals, and folding of constant number expressions.

use jenny_bytecode::Text;
use oxc_ast::ast::*;

/// The int32 that a Number is, if it is one (and not -0).
pub fn as_int(value: f64) -> Option<i32> {
    let int = value as i32;
    (f64::from(int) == value && (int != 0 || value.is_sign_positive())).then_some(int)
}

/// The value of a string literal.
pub fn string_value(literal: &StringLiteral) -> Text {
    decode(literal.value.as_str(), literal.lone_surrogates)
}

/// Text as the parser hands it out: where it says so, U+FFFD and four hex digits stand for a code unit.
pub fn decode(text: &str, lone_surrogates: bool) -> Text {
    if !lone_surrogates {
        return Text::from_str(text);
    }
    let mut units = Vec::new();
    let mut rest = text.chars();
    let mut buffer = [0; 2];
    while let Some(c) = rest.next() {
        if c == '\u{FFFD}' {
            let digits: String = rest.by_ref().take(4).collect();
            units.push(u16::from_str_radix(&digits, 16).unwrap_or(0xfffd));
        } else {
            units.extend_from_slice(c.encode_utf16(&mut buffer));
        }
    }
    Text::from_utf16(&units)
}

/// The flags of a regular expression literal, as they are written.
pub fn reg_exp_flags(literal: &RegExpLiteral) -> String {
    match &literal.raw {
        Some(raw) => raw.as_str().rsplit('/').next().unwrap_or_default().to_owned(),
        None => literal.regex.flags.to_string(),
    }
}

/// The number that an expression of literals is; `depth` bounds the search.
pub fn fold_number(it: &Expression, depth: u32) -> Option<f64> {
    if depth == 0 {
        return None;
    }
    match it {
        Expression::NumericLiteral(l) => Some(l.value),
        Expression::ParenthesizedExpression(e) => fold_number(&e.expression, depth - 1),
        Expression::UnaryExpression(e) => match e.operator {
            UnaryOperator::UnaryNegation => fold_number(&e.argument, depth - 1).map(|v| -v),
            UnaryOperator::UnaryPlus => fold_number(&e.argument, depth - 1),
            _ => None,
        },
        Expression::BinaryExpression(e) => fold_binary(e, depth - 1),
        _ => None,
    }
}

/// The number that an operation on literals gives.
pub fn fold_binary(e: &BinaryExpression, depth: u32) -> Option<f64> {
    let right = fold_number(&e.right, depth)?;
    let left = fold_number(&e.left, depth)?;
    match e.operator {
        BinaryOperator::Addition => Some(left + right),
        BinaryOperator::Subtraction => Some(left - right),
        BinaryOperator::Multiplication => Some(left * right),
        BinaryOperator::Division => Some(left / right),
        _ => None,
    }
}

/// Whether a property name is an array index (such keys go through the keyed instructions).
pub fn is_array_index(name: &str) -> bool {
    name == "0"
        || (name.len() <= 10
            && name.starts_with(|c: char| ('1'..='9').contains(&c))
            && name.bytes().all(|b| b.is_ascii_digit())
            && name.parse::<u64>().is_ok_and(|n| n < u64::from(u32::MAX)))
}

/// Number::toString of a numeric property name.
pub fn number_to_string(value: f64) -> String {
    ryu_js::Buffer::new().format(value).to_owned()
}
