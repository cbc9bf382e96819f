//! The machine as `node:os` describes it: names, memory, processors, load, the user, priorities.

use std::fs;

use rustix::process::Pid;

use crate::fs_ops::{FsError, FsResult};

/// What the system calls itself.
#[derive(Clone, Debug, Default)]
pub struct SystemNames {
    pub host: String,
    pub release: String,
    pub kind: String,
    pub version: String,
    pub machine: String,
}

pub fn names() -> SystemNames {
    let names = rustix::system::uname();
    let text = |name: &std::ffi::CStr| name.to_string_lossy().into_owned();
    SystemNames {
        host: text(names.nodename()),
        release: text(names.release()),
        kind: text(names.sysname()),
        version: text(names.version()),
        machine: text(names.machine()),
    }
}

/// A field of a table of `/proc`, in kilobytes.
fn kilobytes(table: &str, field: &str) -> Option<u64> {
    let line = table.lines().find(|line| line.starts_with(field))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// Total and available memory in bytes; zeros where the system does not tell.
pub fn memory() -> (u64, u64) {
    let table = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = kilobytes(&table, "MemTotal:").unwrap_or(0);
    let available = kilobytes(&table, "MemAvailable:").unwrap_or(0);
    (total * 1024, available * 1024)
}

/// Seconds since the system's start.
pub fn uptime_seconds() -> f64 {
    let text = fs::read_to_string("/proc/uptime").unwrap_or_default();
    text.split(' ').next().and_then(|seconds| seconds.parse().ok()).unwrap_or(0.0)
}

/// Running processes over the last 1, 5 and 15 minutes.
pub fn load_averages() -> [f64; 3] {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let mut numbers = text.split(' ').map(|number| number.parse().unwrap_or(0.0));
    std::array::from_fn(|_| numbers.next().unwrap_or(0.0))
}

/// One processor.
#[derive(Clone, Debug, Default)]
pub struct Processor {
    pub model: String,
    pub megahertz: f64,
    /// milliseconds: user, nice, system, idle, interrupts
    pub times: [u64; 5],
}

pub fn processors() -> Vec<Processor> {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| -> Vec<String> {
        let rows = info.lines().filter(|line| line.starts_with(name));
        rows.filter_map(|line| Some(line.split_once(':')?.1.trim().to_owned())).collect()
    };
    let (models, speeds) = (field("model name"), field("cpu MHz"));
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let rows = stat.lines().filter(|line| line.starts_with("cpu") && !line.starts_with("cpu "));
    rows.enumerate()
        .map(|(i, line)| {
            // In hundredths of a second: user nice system idle iowait irq ...
            let ticks: Vec<u64> = line.split_ascii_whitespace().skip(1).map(|n| n.parse().unwrap_or(0)).collect();
            let tick = |at: usize| ticks.get(at).copied().unwrap_or(0) * 10;
            Processor {
                model: models.get(i).cloned().unwrap_or_default(),
                megahertz: speeds.get(i).and_then(|speed| speed.parse::<f64>().ok()).unwrap_or(0.0).round(),
                times: [tick(0), tick(1), tick(2), tick(3), tick(5)],
            }
        })
        .collect()
}

/// The user that the process belongs to.
#[derive(Clone, Debug, Default)]
pub struct User {
    pub uid: u32,
    pub gid: u32,
    pub name: String,
    pub home: String,
    pub shell: String,
}

pub fn user() -> User {
    let uid = rustix::process::geteuid().as_raw();
    let table = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let row = table
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|row| row.len() >= 7 && row[2].parse() == Ok(uid));
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    match row {
        Some(row) => User {
            uid,
            gid: row[3].parse().unwrap_or(uid),
            name: row[0].to_owned(),
            home: row[5].to_owned(),
            shell: row[6].to_owned(),
        },
        None => User {
            uid,
            gid: rustix::process::getegid().as_raw(),
            name: variable("USER"),
            home: variable("HOME"),
            shell: variable("SHELL"),
        },
    }
}

/// A process's nice value; 0 is this process.
pub fn priority(pid: i32) -> FsResult<i32> {
    rustix::process::getpriority_process(Pid::from_raw(pid))
        .map_err(|errno| FsError::from_errno(errno, "uv_os_getpriority"))
}

pub fn set_priority(pid: i32, priority: i32) -> FsResult<()> {
    rustix::process::setpriority_process(Pid::from_raw(pid), priority)
        .map_err(|errno| FsError::from_errno(errno, "uv_os_setpriority"))
}

/// Whom the process acts for.
#[derive(Clone, Debug, Default)]
pub struct UserIds {
    pub uid: u32,
    pub euid: u32,
    pub gid: u32,
    pub egid: u32,
    pub groups: Vec<u32>,
}

pub fn user_ids() -> UserIds {
    use rustix::process::{getegid, geteuid, getgid, getgroups, getuid};
    UserIds {
        uid: getuid().as_raw(),
        euid: geteuid().as_raw(),
        gid: getgid().as_raw(),
        egid: getegid().as_raw(),
        groups: getgroups().unwrap_or_default().into_iter().map(|group| group.as_raw()).collect(),
    }
}

/// The file mode creation mask; with `mask` it is set, and the answer is the one before.
pub fn file_mode_mask(mask: Option<u32>) -> u32 {
    use rustix::fs::Mode;
    let set = |mask: Mode| rustix::process::umask(mask);
    match mask {
        Some(mask) => set(Mode::from_bits_truncate(mask)).bits(),
        None => {
            let current = set(Mode::empty());
            set(current);
            current.bits()
        }
    }
}

/// What the process has used up.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResourceUsage {
    pub user_microseconds: u64,
    pub system_microseconds: u64,
    pub most_memory_kilobytes: u64,
    pub minor_faults: u64,
    pub major_faults: u64,
    pub voluntary_switches: u64,
    pub involuntary_switches: u64,
}

/// Zeros where the system does not tell.
pub fn resource_usage() -> ResourceUsage {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the program's name in brackets, which may hold anything.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_ascii_whitespace().collect();
    let field = |at: usize| fields.get(at).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    let tick = 1_000_000 / rustix::param::clock_ticks_per_second().max(1);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    ResourceUsage {
        user_microseconds: field(11) * tick,
        system_microseconds: field(12) * tick,
        most_memory_kilobytes: kilobytes(&status, "VmHWM:").unwrap_or(0),
        minor_faults: field(7),
        major_faults: field(9),
        voluntary_switches: kilobytes(&status, "voluntary_ctxt_switches:").unwrap_or(0),
        involuntary_switches: kilobytes(&status, "nonvoluntary_ctxt_switches:").unwrap_or(0),
    }
}
