//! Which process serves the app: Node, with the addon in it, or the launcher in Node's place. And the mark by which a deploy
//! sees that a process runs its release.

use std::{
    convert::Infallible,
    fs::{self, File},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant, UNIX_EPOCH},
};

use serde_json::Value;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

#[cfg(unix)]
use crate::exec::replace_process;
use crate::{
    Error,
    settings::{invalid, release_dir, text},
};

static IS_NODE: AtomicBool = AtomicBool::new(false);

/// What serves the app: `node` if it runs inside Node, else `rust`.
pub fn process() -> &'static str {
    if IS_NODE.load(Ordering::Relaxed) {
        "node"
    } else {
        "rust"
    }
}

pub(crate) fn note_node() {
    IS_NODE.store(true, Ordering::Relaxed);
}

/// How long a process must serve before the launcher counts as proven.
const TRIAL_TIME: Duration = Duration::from_secs(60);

/// How many processes may be killed within `TRIAL_TIME` before the release stays in Node.
const EARLY_DEATHS: usize = 2;

/// How long the launcher may take to load the addon.
const PROBE_TIME: Duration = Duration::from_secs(1);

/// Replaces Node by the launcher, if package.json and the host let it: `title` is what `ps` shows. Returns if Node stays: with
/// the reason, unless that is what package.json asks for.
pub fn replace_node(title: &str) -> Option<String> {
    let release = release_dir();
    let replace = || -> Result<Option<Infallible>, Error> {
        if !is_wanted(&release)? {
            return Ok(None);
        }
        let launcher = release.join("launcher");
        let refused = match probe(&release, &launcher) {
            Ok(()) => replace_process(&launcher, title).into(),
            Err(error) => error,
        };
        Err(format!("the launcher cannot run: {}", crate::reason(&*refused)).into())
    };
    match replace() {
        Ok(_) => None,
        Err(error) => Some(crate::reason(&*error)),
    }
}

/// What package.json says, or `O2SWITCH_PROCESS`. `auto` depends on how the deploy's trial went on this host.
fn is_wanted(release: &Path) -> Result<bool, Error> {
    let choice = match text("O2SWITCH_PROCESS")? {
        Some(choice) => choice,
        None => in_package_json(release).unwrap_or_else(|| "auto".into()),
    };
    match choice.as_str() {
        "rust" => Ok(true),
        "node" => Ok(false),
        "auto" => {
            let served = fs::read_to_string(release.join(".deploy/process")).unwrap_or_default();
            if served.trim() != "rust" {
                return Ok(false);
            }
            match early_deaths(&release.join(".deploy")) {
                deaths if deaths < EARLY_DEATHS => Ok(true),
                deaths => Err(format!(
                    "{deaths} processes without Node were killed within {} s of their start",
                    TRIAL_TIME.as_secs()
                )
                .into()),
            }
        }
        other => Err(invalid("O2SWITCH_PROCESS", "rust or node", other)),
    }
}

fn in_package_json(release: &Path) -> Option<String> {
    let json = fs::read_to_string(release.join("package.json")).ok()?;
    let json: Value = serde_json::from_str(&json).ok()?;
    json["o2switch"]["process"].as_str().map(Into::into)
}

/// Has the launcher load the addon in a process of its own, before it replaces this one: what the dynamic linker refuses would
/// end the process when Node is gone already. A good result is kept, for these files on this machine.
fn probe(release: &Path, launcher: &Path) -> Result<(), Error> {
    let files = [launcher, &release.join("app.node")].map(identity);
    let host = ["osrelease", "hostname"].map(|name| {
        fs::read_to_string(Path::new("/proc/sys/kernel").join(name)).unwrap_or_default()
    });
    let verdict = format!("{}\n{}\n{}{}", files[0], files[1], host[0], host[1]);
    let kept = [".deploy", "tmp"].map(|name| release.join(name));
    let kept = kept
        .iter()
        .find(|folder| folder.is_dir())
        .map(|folder| folder.join("probe"));
    if kept
        .as_ref()
        .is_some_and(|file| fs::read_to_string(file).is_ok_and(|text| text == verdict))
    {
        return Ok(());
    }
    run_probe(launcher)?;
    if let Some(file) = kept {
        let _ = fs::write(file, verdict); // else the next start asks again
    }
    Ok(())
}

/// What changes when a file is replaced.
fn identity(file: &Path) -> String {
    let Ok(data) = fs::metadata(file) else {
        return String::new();
    };
    let modified = data
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{} {}", data.len(), modified.unwrap_or_default().as_nanos())
}

fn run_probe(launcher: &Path) -> Result<(), Error> {
    let mut child = Command::new(launcher)
        .arg("--probe")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let deadline = Instant::now() + PROBE_TIME;
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if Instant::now() < deadline => thread::sleep(Duration::from_millis(2)),
            None => {
                child.kill()?;
                child.wait()?;
                return Err(format!(
                    "it did not load the addon within {} s",
                    PROBE_TIME.as_secs()
                )
                .into());
            }
        }
    };
    if status.success() {
        return Ok(());
    }
    let mut said = String::new();
    if let Some(mut stderr) = child.stderr {
        stderr.read_to_string(&mut said)?;
    }
    match said.lines().last() {
        Some(line) => Err(line.into()),
        None => Err(status.to_string().into()),
    }
}

/// The mark of a process that serves a release of the deploy: `running-<pid>` in its folder `.deploy`, locked for as long as
/// the process lives. A killed process cannot remove it, but its lock is gone.
pub(crate) struct Mark(Option<(PathBuf, File)>);

impl Mark {
    /// Without a folder `.deploy`, no deploy is interested.
    pub(crate) fn set() -> Self {
        let folder = release_dir().join(".deploy");
        if !folder.is_dir() {
            return Self(None);
        }
        let path = folder.join(format!("running-{}", process::id()));
        let file = locked_file(&path);
        match file {
            Ok(file) => Self(Some((path, file))),
            Err(error) => {
                // A full disk must not stop a start.
                tracing::warn!("The deploy will not know that this release runs: {error}");
                Self(None)
            }
        }
    }

    /// Notes when the process has served long enough, or was told to stop: what kills it later says nothing about the
    /// launcher. Never resolves.
    pub(crate) async fn become_steady(&self, stop: &CancellationToken) -> Infallible {
        tokio::select! {
            () = sleep(TRIAL_TIME) => {}
            () = stop.cancelled() => {}
        }
        if let Some((_, file)) = &self.0 {
            let mut file = file;
            let _ = file.rewind().and_then(|()| file.write_all(STEADY));
        }
        std::future::pending().await
    }

    pub(crate) fn end(self, is_good: bool) {
        let Some((path, _lock)) = self.0 else {
            return;
        };
        let _ = match is_good {
            true => fs::remove_file(path),
            false => fs::rename(
                &path,
                path.with_file_name(format!("fallen-{}", process::id())),
            ),
        };
    }
}

/// Creates a file that nobody sees without its lock.
fn locked_file(path: &Path) -> io::Result<File> {
    let unlocked = path.with_file_name(format!("mark-{}", process::id()));
    let file = File::create(&unlocked)?;
    lock(&file, true)?;
    fs::rename(&unlocked, path)?;
    Ok(file)
}

const STEADY: &[u8] = b"steady\n";

/// How many processes of the release were killed before they were steady.
fn early_deaths(folder: &Path) -> usize {
    let is_early_death = |path: PathBuf| -> io::Result<bool> {
        let mut file = File::open(path)?;
        lock(&file, false)?; // fails while the process lives
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        Ok(text != STEADY)
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let marks = entries.filter(|entry| {
        entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(b"running-")
    });
    marks
        .filter(|entry| is_early_death(entry.path()).unwrap_or(false))
        .count()
}

#[cfg(not(unix))]
fn replace_process(_program: &Path, _title: &str) -> io::Error {
    io::ErrorKind::Unsupported.into()
}

/// Locks a file for as long as it is open: no process that is killed can forget to unlock it.
///
/// # Errors
/// If another process has locked it and `wait` is false, or the file system has no locks.
#[cfg(unix)]
fn lock(file: &File, wait: bool) -> io::Result<()> {
    let how = libc::LOCK_EX | if wait { 0 } else { libc::LOCK_NB };
    // SAFETY: the descriptor is open.
    match unsafe { libc::flock(std::os::fd::AsRawFd::as_raw_fd(file), how) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// No deploy goes to such a system.
#[cfg(not(unix))]
fn lock(_file: &File, _wait: bool) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn folder(name: &str) -> io::Result<PathBuf> {
        let folder = std::env::temp_dir().join(format!("{name}-{}", process::id()));
        fs::create_dir_all(folder.join(".deploy"))?;
        Ok(folder)
    }

    #[test]
    fn auto_waits_for_the_trial_of_the_deploy() {
        let release = folder("auto").unwrap();
        assert!(!is_wanted(&release).unwrap());
        fs::write(release.join(".deploy/process"), "rust\n").unwrap();
        assert!(is_wanted(&release).unwrap());
        fs::write(
            release.join("package.json"),
            r#"{"o2switch":{"process":"node"}}"#,
        )
        .unwrap();
        assert!(!is_wanted(&release).unwrap());
        fs::remove_dir_all(release).unwrap();
    }

    #[test]
    fn two_early_deaths_keep_the_release_in_node() {
        let release = folder("deaths").unwrap();
        let mark =
            |name: &str, text: &str| fs::write(release.join(".deploy").join(name), text).unwrap();
        mark("process", "rust");
        mark("running-1", "");
        mark("running-2", "steady\n");
        let alive = File::create(release.join(".deploy/running-3")).unwrap();
        lock(&alive, true).unwrap();
        assert!(is_wanted(&release).unwrap());
        drop(alive);
        let reason = is_wanted(&release).unwrap_err().to_string();
        assert_eq!(
            reason,
            "2 processes without Node were killed within 60 s of their start"
        );
        fs::remove_dir_all(release).unwrap();
    }

    #[test]
    fn a_launcher_that_cannot_run_is_an_error_with_its_reason() {
        let release = folder("probe").unwrap();
        let launcher = release.join("launcher");
        assert!(probe(&release, &launcher).is_err());
        for (script, reason) in [
            (
                "#!/bin/sh\necho no such library >&2; exit 1\n",
                "no such library",
            ),
            ("#!/bin/sh\nkill -9 $$\n", "signal: 9 (SIGKILL)"),
            (
                "#!/bin/sh\nexec sleep 9\n",
                "it did not load the addon within 1 s",
            ),
        ] {
            write_program(&launcher, script).unwrap();
            assert_eq!(probe(&release, &launcher).unwrap_err().to_string(), reason);
        }
        write_program(&launcher, "#!/bin/sh\ntest \"$1\" = --probe\n").unwrap();
        probe(&release, &launcher).unwrap();
        assert!(release.join(".deploy/probe").exists());
        fs::remove_dir_all(release).unwrap();
    }

    fn write_program(path: &Path, text: &str) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        fs::write(path, text)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))
    }
}
