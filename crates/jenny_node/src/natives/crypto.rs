//! Natives of `node:crypto`: hashes, HMAC, random bytes, comparison in constant time.

use std::cell::RefCell;

use digest::block_api::BlockSizeUser;
use digest::{Digest, KeyInit, Mac};
use hmac::SimpleHmac;
use jenny_engine::embed::{HostClass, HostData, PropertySpec, RootVec, SpecValue, method, value, values};
use jenny_engine::{Agent, Args, Attributes, JsResult, Value};

use super::bytes::array_argument;

pub static MEMBERS: &[PropertySpec] = &[value("crypto", SpecValue::Make(make_namespace), Attributes::BUILTIN)];

static NATIVES: &[PropertySpec] = &[
    method("hashNew", hash_new, 2),
    method("hashUpdate", hash_update, 2),
    method("hashCopy", hash_copy, 1),
    method("hashDigest", hash_digest, 1),
    method("hashNames", hash_names, 0),
    method("randomFill", random_fill, 3),
    method("bytesEqual", bytes_equal, 2),
];

fn make_namespace(agent: &mut Agent) -> JsResult<Value> {
    super::new_namespace(agent, NATIVES)
}

/// A hash or a keyed hash on its way.
trait Hashing {
    fn update(&mut self, bytes: &[u8]);
    fn finish(&self) -> Vec<u8>;
    fn copy(&self) -> Box<dyn Hashing>;
}

struct Plain<D>(D);

impl<D: Digest + Clone + 'static> Hashing for Plain<D> {
    fn update(&mut self, bytes: &[u8]) {
        Digest::update(&mut self.0, bytes);
    }
    fn finish(&self) -> Vec<u8> {
        self.0.clone().finalize().to_vec()
    }
    fn copy(&self) -> Box<dyn Hashing> {
        Box::new(Plain(self.0.clone()))
    }
}

struct Keyed<D: Digest + BlockSizeUser>(SimpleHmac<D>);

impl<D: Digest + BlockSizeUser + Clone + 'static> Hashing for Keyed<D> {
    fn update(&mut self, bytes: &[u8]) {
        Mac::update(&mut self.0, bytes);
    }
    fn finish(&self) -> Vec<u8> {
        self.0.clone().finalize().into_bytes().to_vec()
    }
    fn copy(&self) -> Box<dyn Hashing> {
        Box::new(Keyed(self.0.clone()))
    }
}

type Start = fn(Option<&[u8]>) -> Box<dyn Hashing>;

fn start<D: Digest + BlockSizeUser + Clone + 'static>(key: Option<&[u8]>) -> Box<dyn Hashing> {
    match key.map(<SimpleHmac<D> as KeyInit>::new_from_slice) {
        Some(Ok(keyed)) => Box::new(Keyed(keyed)),
        // HMAC takes keys of every length.
        Some(Err(_)) | None => Box::new(Plain(D::new())),
    }
}

/// The names that `getHashes` lists.
static ALGORITHMS: &[(&str, Start)] = &[
    ("RSA-MD5", start::<md5::Md5>),
    ("RSA-SHA1", start::<sha1::Sha1>),
    ("RSA-SHA224", start::<sha2::Sha224>),
    ("RSA-SHA256", start::<sha2::Sha256>),
    ("RSA-SHA384", start::<sha2::Sha384>),
    ("RSA-SHA512", start::<sha2::Sha512>),
    ("md5", start::<md5::Md5>),
    ("sha1", start::<sha1::Sha1>),
    ("sha224", start::<sha2::Sha224>),
    ("sha256", start::<sha2::Sha256>),
    ("sha3-224", start::<sha3::Sha3_224>),
    ("sha3-256", start::<sha3::Sha3_256>),
    ("sha3-384", start::<sha3::Sha3_384>),
    ("sha3-512", start::<sha3::Sha3_512>),
    ("sha384", start::<sha2::Sha384>),
    ("sha512", start::<sha2::Sha512>),
    ("sha512-224", start::<sha2::Sha512_224>),
    ("sha512-256", start::<sha2::Sha512_256>),
];

/// An algorithm by one of its names: case does not matter, and `SHA-256` and `SHA2-256` are `sha256`.
fn algorithm(name: &str) -> Option<Start> {
    let plain = name.to_ascii_lowercase();
    let short = plain.strip_prefix("sha2-").or_else(|| plain.strip_prefix("sha-")).map(|rest| format!("sha{rest}"));
    let wanted = short.unwrap_or(plain).replace('/', "-");
    ALGORITHMS.iter().find(|(known, _)| known.eq_ignore_ascii_case(&wanted)).map(|&(_, start)| start)
}

struct HashState(RefCell<Box<dyn Hashing>>);

impl HostData for HashState {}

static HASH: HostClass = HostClass::without_constructor("Hash");

/// hashNew(algorithm, key or undefined): an opaque hash, or null for an algorithm that is not there.
fn hash_new(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    let Some(start) = algorithm(&name) else { return Ok(Value::NULL) };
    let hashing = if args.get(1).is_undefined() {
        start(None)
    } else {
        let key = array_argument(agent, args.get(1))?;
        start(Some(&key.read_bytes()))
    };
    Ok(agent.new_host_object(&HASH, Value::UNDEFINED, HashState(RefCell::new(hashing)))?.into())
}

/// About a millisecond's work.
const PIECE: usize = 1 << 20;

fn hash_update(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let state = agent.receiver::<HashState>(args.get(0), "update")?;
    let bytes = array_argument(agent, args.get(1))?;
    // Much is hashed in pieces, so that a request to stop is heard between two.
    for piece in bytes.read_bytes().chunks(PIECE) {
        agent.poll_interrupts()?;
        state.0.borrow_mut().update(piece);
    }
    Ok(Value::UNDEFINED)
}

fn hash_copy(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let state = agent.receiver::<HashState>(args.get(0), "copy")?;
    let copy = state.0.borrow().copy();
    Ok(agent.new_host_object(&HASH, Value::UNDEFINED, HashState(RefCell::new(copy)))?.into())
}

/// hashDigest(hash): a Uint8Array; the hash is left as it was.
fn hash_digest(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let state = agent.receiver::<HashState>(args.get(0), "digest")?;
    let bytes = state.0.borrow().finish();
    Ok(agent.uint8_array_from_vec(bytes)?.into())
}

fn hash_names(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let mut names = RootVec::new(&agent.heap);
    for (name, _) in ALGORITHMS {
        names.push(agent.string_value(name).bits());
    }
    Ok(agent.new_array(values(&names))?.into())
}

/// randomFill(u8, from, size)
fn random_fill(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let array = array_argument(agent, args.get(0))?;
    let length = array.viewed_bytes();
    let from = (args.get(1).as_number().unwrap_or(0.0).max(0.0) as usize).min(length);
    let size = (args.get(2).as_number().unwrap_or(0.0).max(0.0) as usize).min(length - from);
    let mut bytes = vec![0; size];
    agent.host.random("crypto", &mut bytes);
    array.write_bytes(from, &bytes);
    Ok(Value::UNDEFINED)
}

/// bytesEqual(a, b) of the same length, in a time that depends on the length alone.
fn bytes_equal(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (a, b) = (array_argument(agent, args.get(0))?, array_argument(agent, args.get(1))?);
    let (a, b) = (a.read_bytes(), b.read_bytes());
    let differences = a.iter().zip(&*b).fold(0_u8, |all, (a, b)| std::hint::black_box(all | (a ^ b)));
    Ok(Value::bool(differences == 0 && a.len() == b.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_a_known_digest() {
        let digest = |name: &str, key: Option<&[u8]>| {
            let mut hashing = algorithm(name).unwrap()(key);
            hashing.update(b"abc");
            hashing.finish().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        assert_eq!(digest("SHA1", None), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(digest("SHA-1", None), digest("rsa-sha1", None));
        assert_eq!(digest("md5", None), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(digest("SHA2-512/256", None), digest("sha512-256", None));
        assert!(algorithm("nope").is_none());
        assert_ne!(digest("sha256", Some(b"")), digest("sha256", None));
    }
}
