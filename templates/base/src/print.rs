//! `println!` and `eprintln!` for all other modules. Those of the standard library panic when a line cannot be written,
//! on a disk that is full for example, which would make a 500 of the request. These lose the line.

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
