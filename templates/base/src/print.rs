//! `println!` and `eprintln!` for all other modules. The standard library's macros panic if a line cannot be written,
//! because the disk is full for example, and the request would become a 500. These drop the line instead.

macro_rules! println {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($line)*);
    }};
}

macro_rules! eprintln {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($line)*);
    }};
}
