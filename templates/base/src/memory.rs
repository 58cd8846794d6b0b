//! Memory that the app has freed goes back to the system. After a burst, the C library keeps most of it for the next
//! one, and shared hosts count what a process holds, whether it uses it or not.

use std::{convert::Infallible, fs, time::Duration};

use tokio::{task::spawn_blocking, time::sleep};

/// Seldom enough that it costs nothing, often enough that a burst is soon forgotten.
const EVERY: Duration = Duration::from_secs(30);

/// In KB. Node and an app at rest have about half of it.
const MUCH: u64 = 100_000;

/// Gives memory back from time to time, if the process has much, for as long as it is polled.
pub async fn give_back() -> Infallible {
    loop {
        sleep(EVERY).await;
        if resident() > MUCH {
            // Not between two requests: some hundred megabytes may take a while.
            let _ = spawn_blocking(trim).await;
        }
    }
}

/// What the process holds of the machine's memory, in KB; 0 where the system has no such file.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let number = lines.find_map(|line| line.strip_prefix("VmRSS:")?.strip_suffix("kB"));
    number.map_or(0, |number| number.trim().parse().unwrap_or(0))
}

/// Other C libraries keep less, and have no such function.
fn trim() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        unsafe extern "C" {
            fn malloc_trim(pad: usize) -> i32;
        }
        // SAFETY: it touches free memory only, and any thread may call it at any time (malloc_trim(3)).
        unsafe { malloc_trim(0) };
    }
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_freed_between_what_is_kept_goes_back() {
        let mut blocks: Vec<Box<[u8]>> = (0..100_000).map(|_| vec![1; 1000].into()).collect();
        let mut count = 0;
        blocks.retain(|_| {
            count += 1;
            count % 1000 == 0
        });
        let before = resident();
        trim();
        let after = resident();
        assert!(
            after + 50_000 < before,
            "{before} KB before, {after} KB after"
        );
        assert_eq!(blocks.len(), 100);
    }
}
