//! Arithmetic of very large BigInts in steps, between which the agent can be told to end.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::Zero;

use crate::{Agent, JsResult};

/// Bits from which on an operation is done in steps: each step takes some milliseconds.
const LARGE: u64 = 1 << 21;

/// `x * y` (Karatsuba's three products above the size of a step).
pub fn multiply(agent: &mut Agent, x: &BigInt, y: &BigInt) -> JsResult<BigInt> {
    if x.bits().min(y.bits()) < LARGE {
        return Ok(x * y);
    }
    let product = product(agent, x.magnitude(), y.magnitude())?;
    Ok(BigInt::from_biguint(if x.sign() == y.sign() { Sign::Plus } else { Sign::Minus }, product))
}

/// The number's upper and lower part, divided at a bit.
fn parts(x: &BigUint, at: u64) -> (BigUint, BigUint) {
    let high = x >> at;
    let low = x - (&high << at);
    (high, low)
}

fn product(agent: &mut Agent, x: &BigUint, y: &BigUint) -> JsResult<BigUint> {
    agent.poll_interrupts()?;
    let (longer, shorter) = if x.bits() > y.bits() { (x, y) } else { (y, x) };
    if shorter.bits() < LARGE {
        return Ok(longer * shorter);
    }
    let half = longer.bits().div_ceil(128) * 64;
    let (high, low) = parts(longer, half);
    if shorter.bits() <= half {
        return Ok((product(agent, &high, shorter)? << half) + product(agent, &low, shorter)?);
    }
    let (other_high, other_low) = parts(shorter, half);
    let top = product(agent, &high, &other_high)?;
    let bottom = product(agent, &low, &other_low)?;
    let middle = product(agent, &(high + low), &(other_high + other_low))? - &top - &bottom;
    Ok((top << (half * 2)) + (middle << half) + bottom)
}

/// Digits of the pieces that are turned into text, or read from it, at once.
const PIECE: usize = 8192;

/// The number's digits in a radix of 2 to 36.
pub fn to_text(agent: &mut Agent, x: &BigInt, radix: u32) -> JsResult<String> {
    if x.bits() < LARGE / 16 {
        return Ok(x.to_str_radix(radix));
    }
    let mut text = if x.sign() == Sign::Minus { "-".to_owned() } else { String::new() };
    // radix^PIECE, then its squares: the last is at least the number's square root.
    let mut powers = vec![BigUint::from(radix).pow(PIECE as u32)];
    while let Some(last) = powers.last()
        && last.bits() * 2 <= x.bits()
    {
        let square = product(agent, last, last)?;
        powers.push(square);
    }
    digits(agent, x.magnitude().clone(), radix, &powers, false, &mut text)?;
    Ok(text)
}

/// Appends the digits of a number below the square of the last power, with all its zeros if it is `inner`.
fn digits(
    agent: &mut Agent,
    x: BigUint,
    radix: u32,
    powers: &[BigUint],
    inner: bool,
    text: &mut String,
) -> JsResult<()> {
    agent.poll_interrupts()?;
    let Some((power, smaller)) = powers.split_last() else {
        let piece = x.to_str_radix(radix);
        if inner {
            text.extend(std::iter::repeat_n('0', PIECE.saturating_sub(piece.len())));
            text.push_str(&piece);
        } else if !x.is_zero() {
            text.push_str(&piece);
        }
        return Ok(());
    };
    if !inner && x < *power {
        return digits(agent, x, radix, smaller, false, text);
    }
    let high = &x / power;
    let low = x - &high * power;
    let before = text.len();
    digits(agent, high, radix, smaller, inner, text)?;
    let inner = inner || text.len() > before;
    digits(agent, low, radix, smaller, inner, text)
}

/// The number of digits in a radix of 2 to 36; None if one of them is none.
pub fn from_digits(agent: &mut Agent, text: &[u8], radix: u32) -> JsResult<Option<BigUint>> {
    let mut powers = vec![BigUint::from(radix).pow(PIECE as u32)];
    let mut covered = PIECE * 2;
    while covered < text.len() {
        let Some(last) = powers.last() else { break };
        let square = product(agent, last, last)?;
        powers.push(square);
        covered *= 2;
    }
    number(agent, text, radix, &powers)
}

/// At most `PIECE << powers.len()` digits.
fn number(agent: &mut Agent, text: &[u8], radix: u32, powers: &[BigUint]) -> JsResult<Option<BigUint>> {
    agent.poll_interrupts()?;
    let piece = PIECE << powers.len().saturating_sub(1);
    match powers.split_last() {
        None => Ok(if text.is_empty() { Some(BigUint::zero()) } else { BigUint::parse_bytes(text, radix) }),
        Some((_, smaller)) if text.len() <= piece => number(agent, text, radix, smaller),
        Some((power, smaller)) => {
            let (high, low) = text.split_at(text.len() - piece);
            let Some(high) = number(agent, high, radix, smaller)? else { return Ok(None) };
            let Some(low) = number(agent, low, radix, smaller)? else { return Ok(None) };
            Ok(Some(product(agent, &high, power)? + low))
        }
    }
}

/// Digits from which on a text is read in steps.
pub const LONG_TEXT: usize = PIECE * 4;
