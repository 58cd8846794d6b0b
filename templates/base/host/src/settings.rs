//! Settings are environment variables. This file has those of the host crate, and what `src/settings.rs` reads the app's
//! own with. An empty variable counts as unset.

use std::{
    env::{self, VarError},
    fmt::Display,
    ops::RangeInclusive,
    path::PathBuf,
    str::FromStr,
};

use percent_encoding::percent_decode_str;

use crate::Error;

/// How the app is served. The app's own settings are in `src/settings.rs`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `HOST`: the address to listen on without Passenger or LiteSpeed. With 127.0.0.1, only this machine can connect.
    pub host: String,
    /// `PORT`: the port to listen on; 0 picks a free one.
    pub port: u16,
    /// `WORKER_THREADS`: not the number of cores, because shared hosts limit threads.
    pub worker_threads: usize,
    /// `DRAIN_SECONDS`: how long requests and background tasks may take to end after a stop was requested. Passenger
    /// kills the process after 60 seconds.
    pub drain_seconds: u32,
    /// `PASSENGER_BASE_URI`: the path the app is mounted at, such as `/api`; empty at the root.
    pub base_path: BasePath,
}

impl Settings {
    /// Reads the environment, with a default for each variable that is not set.
    ///
    /// # Errors
    /// If a variable is invalid. The error names it and what it must be.
    pub fn from_env() -> Result<Self, Error> {
        Ok(Self {
            host: host(&text("HOST")?.unwrap_or_default()),
            port: number("PORT", 3000, 0..=65535)?,
            worker_threads: number("WORKER_THREADS", 2, 1..=64)?,
            drain_seconds: number("DRAIN_SECONDS", 25, 0..=3600)?,
            base_path: BasePath::parse(&text("PASSENGER_BASE_URI")?.unwrap_or_default())?,
        })
    }
}

/// An IPv6 address may be in brackets, as in a URL.
fn host(text: &str) -> String {
    match text.trim() {
        "" => "127.0.0.1".into(),
        host => host.trim_matches(['[', ']']).into(),
    }
}

/// Where the files of the release are that belong to the code, such as templates: `RELEASE_DIR`, which the start file sets;
/// without it the current folder, which is that of the project.
pub fn release_dir() -> PathBuf {
    env::var_os("RELEASE_DIR")
        .filter(|path| !path.is_empty())
        .map_or_else(|| ".".into(), PathBuf::from)
}

/// Reads a variable; `None` if it is unset or empty.
///
/// # Errors
/// If it is not valid UTF-8.
pub fn text(name: &str) -> Result<Option<String>, Error> {
    match env::var(name) {
        Ok(text) if text.is_empty() => Ok(None),
        Ok(text) => Ok(Some(text)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(text)) => Err(invalid(name, "text in UTF-8", text)),
    }
}

/// Reads a variable that has no default.
///
/// # Errors
/// If it is unset or empty, or not valid UTF-8.
pub fn required(name: &str) -> Result<String, Error> {
    text(name)?.ok_or_else(|| format!("{name} is not set").into())
}

/// Reads a number in `range`; `default` if the variable is unset or empty.
///
/// # Errors
/// If it is anything else. The error names the variable and what it must be.
pub fn number<N>(name: &str, default: N, range: RangeInclusive<N>) -> Result<N, Error>
where
    N: FromStr + PartialOrd + Display,
{
    let Some(text) = text(name)? else {
        return Ok(default);
    };
    let number = text
        .trim()
        .parse()
        .ok()
        .filter(|number| range.contains(number));
    let expected = || format!("a number from {} to {}", range.start(), range.end());
    number.ok_or_else(|| invalid(name, &expected(), &text))
}

/// Reads a list with commas, such as `a, b`; empty if the variable is unset or empty.
///
/// # Errors
/// If it is not valid UTF-8.
pub fn list(name: &str) -> Result<Vec<String>, Error> {
    let text = text(name)?.unwrap_or_default();
    let items = text.split(',').map(str::trim);
    Ok(items
        .filter(|item| !item.is_empty())
        .map(Into::into)
        .collect())
}

/// Reads a list of origins, such as `https://app.example, http://localhost:5173`.
///
/// # Errors
/// If one is not a scheme and a host, with or without a port.
pub fn origins(name: &str) -> Result<Vec<String>, Error> {
    let origins = list(name)?;
    let is_origin = |origin: &String| {
        let host = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"));
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        host.is_some_and(|host| !host.is_empty() && host.chars().all(allowed))
    };
    match origins.iter().find(|origin| !is_origin(origin)) {
        Some(origin) => Err(invalid(
            name,
            "a list of origins such as https://app.example",
            origin,
        )),
        None => Ok(origins),
    }
}

/// The error for a variable that cannot be used: `PORT must be a number from 0 to 65535, not "http"`.
pub fn invalid(name: &str, expected: &str, actual: impl std::fmt::Debug) -> Error {
    format!("{name} must be {expected}, not {actual:?}").into()
}

/// The path that the app is mounted at, without a slash at its end: `/api`; empty at the root.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BasePath(String);

impl BasePath {
    fn parse(uri: &str) -> Result<Self, Error> {
        let is_path = uri.is_empty() || uri.starts_with('/');
        if !is_path || uri.contains(['?', '#']) {
            return Err(invalid("PASSENGER_BASE_URI", "a path such as /api", uri));
        }
        let segments = uri.split('/').filter(|segment| !segment.is_empty());
        Ok(Self(
            segments.map(|segment| format!("/{segment}")).collect(),
        ))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes the base off the path of a request: `/api/users` → `/users`, `/api` → `/`. `None` if the path is not below
    /// the base. Both may be percent-encoded or not: web servers pass them on either way.
    pub fn strip<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = match path.strip_prefix(&self.0) {
            Some(rest) => rest,
            None => self.strip_decoded(path)?,
        };
        match rest {
            "" => Some("/"),
            _ => rest.starts_with('/').then_some(rest),
        }
    }

    /// The same with the query, if there is one.
    pub(crate) fn strip_target(&self, path: &str, query: Option<&str>) -> Option<String> {
        let path = self.strip(path)?;
        Some(match query {
            Some(query) => format!("{path}?{query}"),
            None => path.into(),
        })
    }

    fn strip_decoded<'p>(&self, path: &'p str) -> Option<&'p str> {
        let segments = self.0.matches('/').count();
        let slash = path.match_indices('/').nth(segments);
        let (base, rest) = path.split_at(slash.map_or(path.len(), |(index, _)| index));
        percent_decode_str(base)
            .eq(percent_decode_str(&self.0))
            .then_some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Tests share the environment, so each one has a variable of its own.
    fn set(name: &str, value: &str) {
        // SAFETY: on the threads of these tests, nothing reads the environment except through the standard library.
        unsafe { env::set_var(name, value) };
    }

    #[test]
    fn an_unset_or_empty_variable_has_its_default() {
        assert_eq!(number("TEST_UNSET", 7, 0..=9).unwrap(), 7);
        set("TEST_EMPTY", "");
        assert_eq!(number("TEST_EMPTY", 7, 0..=9).unwrap(), 7);
        assert_eq!(
            required("TEST_EMPTY").unwrap_err().to_string(),
            "TEST_EMPTY is not set"
        );
    }

    #[test]
    fn an_error_names_the_variable() {
        for value in ["http", "-1", "65536", " ", "tcp://10.0.0.1:3000"] {
            set("TEST_PORT", value);
            let error = number("TEST_PORT", 0, 0..=65535u16).unwrap_err();
            let expected = format!("TEST_PORT must be a number from 0 to 65535, not {value:?}");
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn blanks_around_a_number_are_ignored() {
        for value in [" 3000", "3000 ", "3000\r"] {
            set("TEST_BLANKS", value);
            assert_eq!(number("TEST_BLANKS", 0, 0..=65535u16).unwrap(), 3000);
        }
    }

    #[test]
    fn a_host_may_have_brackets() {
        for (text, expected) in [
            ("", "127.0.0.1"),
            (" ", "127.0.0.1"),
            ("[::1]", "::1"),
            ("::", "::"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(host(text), expected);
        }
    }

    #[test]
    fn a_list_is_separated_by_commas() {
        set("TEST_LIST", "a, b,,c ");
        assert_eq!(list("TEST_LIST").unwrap(), ["a", "b", "c"]);
        assert!(list("TEST_UNSET").unwrap().is_empty());
    }

    #[test]
    fn a_base_path_has_no_trailing_slash() {
        for (uri, path) in [("", ""), ("/", ""), ("/api/", "/api"), ("//a//b", "/a/b")] {
            assert_eq!(BasePath::parse(uri).unwrap().as_str(), path);
        }
        for uri in ["api", "/api?x", "/api#x"] {
            assert!(BasePath::parse(uri).is_err(), "{uri}");
        }
    }

    #[test]
    fn takes_the_base_off_a_path() {
        for (base, path, rest) in [
            ("", "/", Some("/")),
            ("", "/users", Some("/users")),
            ("/api", "/api", Some("/")),
            ("/api", "/api/", Some("/")),
            ("/api", "/api/users", Some("/users")),
            ("/api", "/api//users", Some("//users")),
            ("/api", "/apis", None),
            ("/api", "/users", None),
            ("/v1@x", "/v1@x/users", Some("/users")),
            ("/v1@x", "/v1%40x/users", Some("/users")),
            ("/é", "/%C3%A9/users", Some("/users")),
            ("/a%20b", "/a%20b", Some("/")),
            ("/{id}/*", "/{id}/*/users", Some("/users")),
        ] {
            assert_eq!(
                BasePath::parse(base).unwrap().strip(path),
                rest,
                "{base} {path}"
            );
        }
    }
}
