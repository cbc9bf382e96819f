//! `jenny view`: a record and the page that shows it, in one file that needs no network.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use flate2::{Compression, write::DeflateEncoder};
use jenny_trace::{FileWriter, FrameReader, ReadError};
use sha2::{Digest, Sha256};

use crate::flags;
use crate::program::fail;

/// The page's parts in the order in which they need each other; `docs/view.md` says what each is for.
const MODULES: [&str; 12] = [
    include_str!("../../../view/src/vocabulary.js"),
    include_str!("../../../view/src/decode.js"),
    include_str!("../../../view/src/payload.js"),
    include_str!("../../../view/src/state.js"),
    include_str!("../../../view/src/run.js"),
    include_str!("../../../view/src/words.js"),
    include_str!("../../../view/src/panels.js"),
    include_str!("../../../view/src/drawings.js"),
    include_str!("../../../view/src/heap.js"),
    include_str!("../../../view/src/live.js"),
    include_str!("../../../view/src/stage.js"),
    include_str!("../../../view/src/page.js"),
];
const PAGE: &str = include_str!("../../../view/src/page.html");
const STYLE: &str = include_str!("../../../view/src/style.css");

/// Makes a page of a record
#[derive(Clone, Debug, Parser)]
#[command(name = "jenny view")]
struct ViewFlags {
    /// Where the page goes (else beside the record, as .html)
    #[arg(short = 'o', long = "output", value_name = "PAGE")]
    output: Option<PathBuf>,
    /// The record
    #[arg(value_name = "RECORD", default_value = "run.jtrace")]
    record: PathBuf,
}

/// Runs `jenny view` with these words behind it; the exit code.
pub fn run(words: &[String]) -> i32 {
    let flags: ViewFlags = match flags::parse(words) {
        Ok(flags) => flags,
        Err(code) => return code,
    };
    let output = flags.output.unwrap_or_else(|| flags.record.with_extension("html"));
    let payload = match payload(&flags.record) {
        Ok(payload) => payload,
        Err(error) => return fail(&format!("{}: {error}", flags.record.display())),
    };
    match write_file(&output, &payload) {
        Ok(()) => 0,
        Err(error) => fail(&format!("{}: {error}", output.display())),
    }
}

/// Makes the page of a record beside it, as .html; the page's path.
///
/// # Errors
/// Those of both files, and what is no record.
pub fn make_page(record: &Path) -> Result<PathBuf, ReadError> {
    let page = record.with_extension("html");
    write_file(&page, &payload(record)?)?;
    Ok(page)
}

/// The page without a record, which asks its own server for one; and the policy that it keeps to.
pub fn live_page() -> (String, String) {
    let mut page = Vec::new();
    // Memory takes all that is written.
    let _ = write_page(&mut page, None);
    (String::from_utf8_lossy(&page).into_owned(), policy(&script(), true))
}

/// The record's whole frames, uncompressed one by one and deflated together: browsers know deflate, and not zstd.
fn payload(record: &Path) -> Result<Vec<u8>, ReadError> {
    let (mut reader, header) = FrameReader::new(BufReader::new(File::open(record)?))?;
    let mut writer = FileWriter::new(DeflateEncoder::new(Vec::new(), Compression::default()), &header)?;
    while let Some(frame) = reader.next_frame()? {
        writer.write_uncompressed(&frame)?;
    }
    let deflated = if reader.is_complete() { writer.finish()? } else { writer.into_inner() };
    Ok(deflated.finish()?)
}

/// What the page may do: run its own script, by its hash, use its own style, and ask nobody; a live page its own server.
fn policy(script: &str, live: bool) -> String {
    let hash = |text: &str| {
        let mut out = Vec::new();
        // Memory takes all that is written.
        let _ = write_base64(&mut out, &Sha256::digest(text.as_bytes()));
        String::from_utf8_lossy(&out).into_owned()
    };
    let connect = if live { "; connect-src 'self'" } else { "" };
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'{connect}",
        hash(script),
        hash(STYLE)
    )
}

fn write_file(output: &Path, payload: &[u8]) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(output)?);
    write_page(&mut out, Some(payload))?;
    out.flush()
}

fn write_page(out: &mut impl Write, payload: Option<&[u8]>) -> std::io::Result<()> {
    let script = script();
    for part in PAGE.split_inclusive("-->") {
        let (text, mark) = part.rfind("<!--").map_or((part, ""), |at| part.split_at(at));
        out.write_all(text.as_bytes())?;
        match mark {
            "<!-- policy -->" => {
                let policy = policy(&script, payload.is_none());
                write!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")?;
            }
            "<!-- style -->" => write!(out, "<style>{STYLE}</style>")?,
            "<!-- record -->" => {
                if let Some(payload) = payload {
                    out.write_all(b"<script type=\"application/octet-stream\" id=\"record\">")?;
                    write_base64(out, payload)?;
                    out.write_all(b"</script>")?;
                }
            }
            "<!-- script -->" => write!(out, "<script type=\"module\">{script}</script>")?,
            other => out.write_all(other.as_bytes())?,
        }
    }
    Ok(())
}

/// One module of all: each import stands on a line of its own and names only what an earlier part exports.
fn script() -> String {
    let lines = MODULES.iter().flat_map(|module| module.lines()).filter(|line| !line.starts_with("import "));
    lines.fold(String::new(), |mut script, line| {
        script.push_str(line.strip_prefix("export ").unwrap_or(line));
        script.push('\n');
        script
    })
}

fn write_base64(out: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| usize::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let mut letters = [18, 12, 6, 0].map(|shift| LETTERS[bits >> shift & 63]);
        letters[chunk.len() + 1..].fill(b'=');
        out.write_all(&letters)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded() {
        let encode = |bytes: &[u8]| {
            let mut out = Vec::new();
            write_base64(&mut out, bytes).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            [encode(b""), encode(b"f"), encode(b"fo"), encode(b"foo"), encode(b"foob")],
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
    }

    #[test]
    fn the_script_is_one_module() {
        let script = script();
        assert!(!script.lines().any(|line| line.starts_with("import ") || line.starts_with("export ")));
        // What would end the element early.
        assert!(!script.contains("</script"));
        for mark in ["<!-- policy -->", "<!-- style -->", "<!-- record -->", "<!-- script -->"] {
            assert!(PAGE.contains(mark));
        }
    }
}
