//! Replaces Node by another program: same process, same descriptors 0 to 2.

use std::{
    env,
    ffi::{CString, OsString},
    fs, io,
    os::unix::ffi::OsStringExt,
    path::Path,
    ptr,
};

/// What the start file sets for Node alone.
const FOR_NODE: (&str, &str) = ("UV_THREADPOOL_SIZE", "1");

/// Replaces this process; `title` becomes its `argv[0]`. Returns only if the system rejects it: then everything is as it was.
pub(crate) fn replace_process(program: &Path, title: &str) -> io::Error {
    let replace = || -> io::Result<()> {
        let program = c_string(program.as_os_str().to_owned())?;
        let title = c_string(title.into())?;
        let variables = env::vars_os().filter(|(name, value)| {
            (&**name, &**value) != (FOR_NODE.0.as_ref(), FOR_NODE.1.as_ref())
        });
        let variables = variables.map(|(mut line, value)| {
            line.push("=");
            line.push(value);
            c_string(line)
        });
        let variables = variables.collect::<io::Result<Vec<_>>>()?;
        let mut environment: Vec<_> = variables.iter().map(|line| line.as_ptr()).collect();
        environment.push(ptr::null());
        let arguments = [title.as_ptr(), ptr::null()];

        // `Command::exec` of the standard library also resets the signal mask and SIGPIPE, and leaves it so if it fails.
        let _descriptors = Descriptors::prepare()?;
        let _signals = Signals::unblock();
        // SAFETY: all pointers are to strings that end with a zero, in lists that end with null, and outlive the call.
        unsafe { libc::execve(program.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
        Err(io::Error::last_os_error())
    };
    match replace() {
        Err(error) => error,
        Ok(()) => io::ErrorKind::Unsupported.into(), // never: execve returns only with an error
    }
}

fn c_string(text: OsString) -> io::Result<CString> {
    Ok(CString::new(text.into_vec())?)
}

/// The flags of descriptors as they were before; it sets them again when it is dropped.
struct Descriptors {
    before: Vec<(i32, Flags)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Flags {
    /// `FD_CLOEXEC`, of the descriptor.
    Descriptor(i32),
    /// `O_NONBLOCK` and others, of what it is open for.
    Status(i32),
}

impl Descriptors {
    /// Descriptors 0 to 2 stay open and block, which Node has changed; all others are closed when the process is replaced.
    fn prepare() -> io::Result<Self> {
        let mut descriptors = Self { before: Vec::new() };
        // close_range() needs Linux 5.9.
        for entry in fs::read_dir("/proc/self/fd")? {
            let name = entry?.file_name();
            let Some(fd) = name.to_str().and_then(|name| name.parse::<i32>().ok()) else {
                continue;
            };
            let is_kept = fd <= 2;
            descriptors.set(
                fd,
                Flags::Descriptor(if is_kept { 0 } else { libc::FD_CLOEXEC }),
            );
            if is_kept {
                // SAFETY: only reads flags.
                let status = unsafe { libc::fcntl(fd, libc::F_GETFL) };
                descriptors.set(fd, Flags::Status(status & !libc::O_NONBLOCK));
            }
        }
        Ok(descriptors)
    }

    fn set(&mut self, fd: i32, flags: Flags) {
        let before = get(fd, flags);
        // The folder that is read is closed by now.
        if let Some(before) = before {
            self.before.push((fd, before));
            apply(fd, flags);
        }
    }
}

impl Drop for Descriptors {
    fn drop(&mut self) {
        for (fd, flags) in self.before.drain(..).rev() {
            apply(fd, flags);
        }
    }
}

/// The flags of the same kind that are set now; `None` if the descriptor is not open.
fn get(fd: i32, kind: Flags) -> Option<Flags> {
    // SAFETY: only reads flags.
    let (flags, kind): (i32, fn(i32) -> Flags) = match kind {
        Flags::Descriptor(_) => (unsafe { libc::fcntl(fd, libc::F_GETFD) }, Flags::Descriptor),
        Flags::Status(_) => (unsafe { libc::fcntl(fd, libc::F_GETFL) }, Flags::Status),
    };
    (flags >= 0).then(|| kind(flags))
}

fn apply(fd: i32, flags: Flags) {
    // SAFETY: changes only flags, of an open descriptor.
    match flags {
        Flags::Descriptor(flags) => unsafe { libc::fcntl(fd, libc::F_SETFD, flags) },
        Flags::Status(flags) => unsafe { libc::fcntl(fd, libc::F_SETFL, flags) },
    };
}

/// The signals that were blocked before; it blocks them again when it is dropped.
struct Signals {
    before: libc::sigset_t,
}

impl Signals {
    /// A signal that is blocked now would stay so in the program that replaces this one.
    fn unblock() -> Self {
        // SAFETY: both sets are valid: all zeros is a set, and sigemptyset makes it the empty one.
        unsafe {
            let (mut none, mut before) = std::mem::zeroed();
            libc::sigemptyset(&mut none);
            libc::pthread_sigmask(libc::SIG_SETMASK, &none, &mut before);
            Self { before }
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        // SAFETY: sets the mask that this thread had.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &self.before, ptr::null_mut()) };
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd;

    use super::*;

    #[test]
    fn a_refused_replacement_leaves_everything_as_it_was() {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        let kept = socket.as_raw_fd();
        apply(kept, Flags::Descriptor(0)); // not closed when the process is replaced
        let flags = || {
            let both = |fd| [Flags::Descriptor(0), Flags::Status(0)].map(|kind| get(fd, kind));
            (0..=kept).map(both).collect::<Vec<_>>()
        };
        let before = flags();
        let error = replace_process(Path::new("/dev/null"), "test");
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(flags(), before);
    }
}
