//! URL parsing and serializing over the `url` crate (url.spec.whatwg.org).

use super::{Row, row};
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use url::{Url, quirks};

pub static ROWS: &[Row] = &[
    row("parseUrl", 2, parse_url),
    row("setUrlPart", 3, set_url_part),
    row("parseQuery", 1, parse_query),
    row("serializeQuery", 1, serialize_query),
];

/// The origin as text. Only what a blob: URL of the web names inside itself is its origin.
fn origin(url: &Url) -> String {
    let inner = url.path();
    if url.scheme() == "blob" && !inner.starts_with("http:") && !inner.starts_with("https:") {
        return "null".to_owned();
    }
    quirks::origin(url)
}

/// [href, origin, protocol, username, password, host, hostname, port, pathname, search, hash]
fn parts(agent: &mut Agent, url: &Url) -> JsResult<Value> {
    let texts = [
        url.as_str(),
        &origin(url),
        quirks::protocol(url),
        quirks::username(url),
        quirks::password(url),
        quirks::host(url),
        quirks::hostname(url),
        quirks::port(url),
        quirks::pathname(url),
        quirks::search(url),
        quirks::hash(url),
    ];
    let array = agent.new_array(&[])?;
    for text in texts {
        let string = agent.try_string(text)?;
        agent.array_push(array, string.into())?;
    }
    Ok(array.as_object().into())
}

/// parseUrl(url, base or undefined): the parts, or null.
fn parse_url(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_rust_string(agent)?;
    let parsed = if args.get(1).is_undefined() {
        Url::parse(&text)
    } else {
        let base = args.get(1).to_rust_string(agent)?;
        Url::parse(&base).and_then(|base| base.join(&text))
    };
    match parsed {
        Ok(url) => parts(agent, &url),
        Err(_) => Ok(Value::NULL),
    }
}

/// setUrlPart(href, part, value): the parts afterwards; null if nothing changed.
fn set_url_part(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let href = args.get(0).to_rust_string(agent)?;
    let part = args.get(1).to_rust_string(agent)?;
    let value = args.get(2).to_rust_string(agent)?;
    let Ok(mut url) = Url::parse(&href) else { return Ok(Value::NULL) };
    let done = match part.as_str() {
        "protocol" => quirks::set_protocol(&mut url, &value),
        "username" => quirks::set_username(&mut url, &value),
        "password" => quirks::set_password(&mut url, &value),
        "host" => quirks::set_host(&mut url, &value),
        "hostname" => quirks::set_hostname(&mut url, &value),
        "port" => quirks::set_port(&mut url, &value),
        "pathname" => {
            quirks::set_pathname(&mut url, &value);
            Ok(())
        }
        "search" => {
            quirks::set_search(&mut url, &value);
            Ok(())
        }
        _ => {
            quirks::set_hash(&mut url, &value);
            Ok(())
        }
    };
    if done.is_err() {
        return Ok(Value::NULL);
    }
    parts(agent, &url)
}

/// parseQuery(text or Uint8Array): an array of [name, value].
fn parse_query(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = match args.get(0).is_object() {
        true => super::bytes_argument(agent, args.get(0))?.to_vec(),
        false => args.get(0).to_rust_string(agent)?.into_bytes(),
    };
    let list = agent.new_array(&[])?;
    for (name, value) in url::form_urlencoded::parse(&text) {
        let name = agent.try_string(&name)?;
        let value = agent.try_string(&value)?;
        let pair = agent.new_array(&[name.into(), value.into()])?;
        agent.array_push(list, pair.into())?;
    }
    Ok(list.into())
}

/// serializeQuery(array of [name, value]): the text without `?`.
fn serialize_query(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let list = args.get(0).to_object(agent)?;
    let mut serializer = url::form_urlencoded::Serializer::new(String::new());
    for i in 0..list.length_of_array_like(agent)? {
        let pair = list.get_index(agent, i)?.to_object(agent)?;
        let name = pair.get_index(agent, 0)?.to_rust_string(agent)?;
        let value = pair.get_index(agent, 1)?.to_rust_string(agent)?;
        serializer.append_pair(&name, &value);
    }
    let text = serializer.finish();
    Ok(agent.try_string(&text)?.into())
}
