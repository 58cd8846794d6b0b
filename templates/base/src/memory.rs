//! Returns freed memory to the system. After a burst, the C library keeps most of it for later, and shared hosts count
//! everything that a process holds, used or not.

use std::{convert::Infallible, fs, time::Duration};

use tokio::{task::spawn_blocking, time::sleep};

/// Rare enough to cost nothing, often enough that the memory of a burst is soon returned.
const TRIM_INTERVAL: Duration = Duration::from_secs(30);

/// About twice what Node and an idle app use.
const TRIM_ABOVE_KB: u64 = 100_000;

/// Every `TRIM_INTERVAL`, trims the heap if the process holds more than `TRIM_ABOVE_KB`. Never resolves.
pub async fn trim_periodically() -> Infallible {
    loop {
        sleep(TRIM_INTERVAL).await;
        if resident_kb() > TRIM_ABOVE_KB {
            // Not on a worker thread: a few hundred megabytes may take a while.
            let _ = spawn_blocking(trim).await;
        }
    }
}

/// The resident memory of the process; 0 on systems without /proc.
fn resident_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let number = lines.find_map(|line| line.strip_prefix("VmRSS:")?.strip_suffix("kB"));
    number.map_or(0, |number| number.trim().parse().unwrap_or(0))
}

/// Does nothing with C libraries other than glibc: they keep less, and have no such function.
fn trim() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        unsafe extern "C" {
            fn malloc_trim(pad: usize) -> i32;
        }
        // SAFETY: malloc_trim is thread-safe and touches only free memory (see malloc_trim(3)).
        unsafe { malloc_trim(0) };
    }
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    use super::*;

    #[test]
    fn memory_freed_between_live_blocks_is_returned() {
        let mut blocks: Vec<Box<[u8]>> = (0..100_000).map(|_| vec![1; 1000].into()).collect();
        let mut count = 0;
        blocks.retain(|_| {
            count += 1;
            count % 1000 == 0
        });
        let before = resident_kb();
        trim();
        let after = resident_kb();
        assert!(
            after + 50_000 < before,
            "{before} KB before, {after} KB after"
        );
        assert_eq!(blocks.len(), 100);
    }
}
