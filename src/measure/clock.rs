//! What the system knows of this process: CPU time, peak memory, load of the machine.

use std::{fs, time::Duration};

/// CPU time of this process, all threads together. `None` where the system does not tell.
#[must_use]
pub fn process() -> Option<Duration> {
    #[cfg(unix)]
    return Some(read(rustix::time::ClockId::ProcessCPUTime));
    #[cfg(not(unix))]
    return None;
}

/// CPU time of this thread. `None` where the system does not tell.
#[must_use]
pub fn thread() -> Option<Duration> {
    #[cfg(unix)]
    return Some(read(rustix::time::ClockId::ThreadCPUTime));
    #[cfg(not(unix))]
    return None;
}

#[cfg(unix)]
fn read(clock: rustix::time::ClockId) -> Duration {
    Duration::try_from(rustix::time::clock_gettime(clock)).unwrap_or_default()
}

/// Most memory that this process has held at once, in bytes: `VmHWM` of Linux. `None` elsewhere.
#[must_use]
pub fn peak_memory() -> Option<u64> {
    peak_of(&fs::read_to_string("/proc/self/status").ok()?)
}

/// Tasks that ran or waited for a processor in the last minute, on average: Linux. `None` elsewhere.
#[must_use]
pub fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

fn peak_of(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peak_memory_is_read_in_bytes_and_nothing_is_made_up() {
        assert_eq!(peak_of("Name:\treleve\nVmPeak:\t  999 kB\nVmHWM:\t  2048 kB\n"), Some(2 << 20));
        assert_eq!(peak_of("VmHWM:\tmuch\n"), None);
        assert_eq!(peak_of(""), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_thread_spends_no_more_than_its_process() {
        let before = thread().expect("a clock");
        std::hint::black_box((0..1_000_000_u64).map(std::hint::black_box).sum::<u64>());
        let spent = thread().expect("a clock") - before;
        assert!(spent > Duration::ZERO && process().expect("a clock") >= spent);
    }
}
