//! Opens pages with the system's browser.

use std::process::{Command, Stdio};

/// Opens an address or a file; false if the system has nothing that would.
pub fn open(address: &str) -> bool {
    let openers: &[&[&str]] = match std::env::consts::OS {
        "macos" => &[&["open"]],
        "windows" => &[&["rundll32", "url.dll,FileProtocolHandler"]],
        // Without a screen there is nothing to open it on.
        _ if !["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some()) => &[],
        _ => &[&["xdg-open"], &["gio", "open"]],
    };
    openers.iter().any(|opener| {
        let mut command = Command::new(opener[0]);
        command.args(&opener[1..]).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok()
    })
}
