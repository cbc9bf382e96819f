//! Patterns of URLs (urlpattern.spec.whatwg.org): parsed by the `urlpattern` crate into the sources of regular expressions, which
//! JavaScript's own RegExp then runs.

use super::{Row, row};
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use urlpattern::quirks::{self, EcmaRegexp, StringOrInit, UrlPatternInit};

pub static ROWS: &[Row] = &[row("patternParse", 3, pattern_parse), row("patternInput", 2, pattern_input)];

/// A text, or an array of protocol, username, password, hostname, port, pathname, search, hash, baseURL (or undefined).
fn input_argument(agent: &mut Agent, value: Value) -> JsResult<StringOrInit<'static>> {
    let Some(members) = value.as_object() else {
        return Ok(StringOrInit::String(value.to_rust_string(agent)?.into()));
    };
    let mut texts: [Option<String>; 9] = Default::default();
    for (i, text) in texts.iter_mut().enumerate() {
        let member = members.get_index(agent, i as u64)?;
        if !member.is_undefined() {
            *text = Some(member.to_rust_string(agent)?);
        }
    }
    let [protocol, username, password, hostname, port, pathname, search, hash, base_url] = texts;
    Ok(StringOrInit::Init(UrlPatternInit {
        protocol,
        username,
        password,
        hostname,
        port,
        pathname,
        search,
        hash,
        base_url,
    }))
}

fn optional(agent: &mut Agent, value: Value) -> JsResult<Option<String>> {
    if value.is_undefined() { Ok(None) } else { value.to_rust_string(agent).map(Some) }
}

/// patternParse(input, base or undefined, ignore case):
/// [whether there are groups of regular expressions, then for each component pattern, regular expression, [names of groups]]
fn pattern_parse(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let input = input_argument(agent, args.get(0))?;
    let base = optional(agent, args.get(1))?;
    let options = urlpattern::UrlPatternOptions {
        ignore_case: args.get(2).is_true(),
        regex_syntax: urlpattern::RegexSyntax::EcmaScript,
    };
    let parsed = quirks::process_construct_pattern_input(input, base.as_deref())
        .and_then(|init| quirks::parse_pattern::<EcmaRegexp>(init, options));
    let pattern = match parsed {
        Ok(pattern) => pattern,
        Err(error) => return Err(agent.throw_type_error(format!("Invalid URLPattern: {error}"))),
    };
    let list = agent.new_array(&[Value::from(pattern.has_regexp_groups)])?;
    let components = [
        pattern.protocol,
        pattern.username,
        pattern.password,
        pattern.hostname,
        pattern.port,
        pattern.pathname,
        pattern.search,
        pattern.hash,
    ];
    for component in components {
        for text in [&component.pattern_string, &component.regexp_string] {
            let text = agent.try_string(text)?;
            agent.array_push(list, text.into())?;
        }
        let names = agent.new_array(&[])?;
        for name in &component.group_name_list {
            let name = agent.try_string(name)?;
            agent.array_push(names, name.into())?;
        }
        agent.array_push(list, names.into())?;
    }
    Ok(list.as_object().into())
}

/// patternInput(input, base or undefined): the eight components of a URL to match, or null if it is none.
fn pattern_input(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let input = input_argument(agent, args.get(0))?;
    let base = optional(agent, args.get(1))?;
    let components = match quirks::process_match_input(input, base.as_deref()) {
        Ok(Some((input, _))) => quirks::parse_match_input(input),
        Ok(None) => None,
        Err(error) => return Err(agent.throw_type_error(format!("{error}"))),
    };
    let Some(c) = components else { return Ok(Value::NULL) };
    let list = agent.new_array(&[])?;
    for text in [c.protocol, c.username, c.password, c.hostname, c.port, c.pathname, c.search, c.hash] {
        let text = agent.try_string(&text)?;
        agent.array_push(list, text.into())?;
    }
    Ok(list.as_object().into())
}
