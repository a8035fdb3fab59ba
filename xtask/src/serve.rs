//! A web server for the built page, and the command `serve` that builds, serves and rebuilds.

use std::convert::Infallible;
use std::fs;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use notify::{EventKind, RecursiveMode, Watcher, recommended_watcher};
use tokio::runtime;

use crate::process::{command, root, succeeds, target_dir};
use crate::site::{self, Finish};

/// How long to wait when no more connections can be taken.
const PAUSE: Duration = Duration::from_millis(100);

/// How long the files must rest before a rebuild: an editor writes in several steps.
const QUIET: Duration = Duration::from_millis(150);

/// Options of `serve`.
pub struct Options {
    pub port: u16,
    pub open: bool,
    pub watch: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { port: 8080, open: false, watch: false }
    }
}

/// The command `serve`: does not return but for an error at the start.
pub fn run(options: &Options) -> Result<()> {
    // The port first: who waits for a build wants to hear of a taken port before it.
    let listener = listen(options.port)?;
    let changes = if options.watch { Some(Changes::start()?) } else { None };
    let site = target_dir()?.join("site");
    if let Err(error) = site::build(&site, Finish::Plain) {
        if !options.watch {
            return Err(error);
        }
        eprintln!("{error:#}");
    }
    let url = start(listener, site.clone())?;
    println!("Heaviside is at {url} (Ctrl-C ends)");
    if options.open && !open(&url) {
        eprintln!("No browser could be opened: open {url} by hand.");
    }
    match changes {
        Some(changes) => changes.rebuild(&site),
        None => loop {
            thread::park();
        },
    }
}

/// Serves a folder on a free port of this machine until the program ends, and says where.
pub fn in_background(site: &Path) -> Result<String> {
    start(listen(0)?, site.to_path_buf())
}

/// Takes a port of this machine; 0 is any free one.
fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            anyhow!("Port {port} is in use: end the program that holds it, or choose another with --port.")
        }
        _ => anyhow!("Port {port} cannot be used ({error}): choose another with --port."),
    })
}

/// Starts to answer in a thread of its own and returns the address.
fn start(listener: TcpListener, site: PathBuf) -> Result<String> {
    let port = listener.local_addr().context("The server's port is unknown")?.port();
    let runtime = runtime::Builder::new_multi_thread().enable_all().build().context("The server did not start")?;
    let listener = {
        let _inside = runtime.enter();
        listener.set_nonblocking(true).and_then(|()| tokio::net::TcpListener::from_std(listener))
    };
    let listener = listener.context("The server did not start")?;
    thread::spawn(move || runtime.block_on(take(&listener, &site.into())));
    Ok(format!("http://127.0.0.1:{port}/"))
}

/// Takes connections for ever. A browser keeps its connections open, and opens some to have them ready: each is a task of
/// its own, so that none waits for another to end.
async fn take(listener: &tokio::net::TcpListener, site: &Arc<Path>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let site = Arc::clone(site);
        tokio::spawn(async move {
            let answers = service_fn(|request| {
                let answer = answer(&request, &site);
                async { Ok::<_, Infallible>(answer) }
            });
            // A browser that went away needs no answer.
            http1::Builder::new().serve_connection(TokioIo::new(stream), answers).await.ok();
        });
    }
}

/// The answer to one request: a file of the site, or what is wrong.
fn answer<B>(request: &Request<B>, site: &Path) -> Response<Full<Bytes>> {
    let file = if matches!(*request.method(), Method::GET | Method::HEAD) {
        locate(site, request.uri().path())
            .and_then(|path| Some((mime(&path), fs::read(path).ok()?)))
            .ok_or((StatusCode::NOT_FOUND, "Not found"))
    } else {
        Err((StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered"))
    };
    let (status, kind, body) = match file {
        Ok((kind, body)) => (StatusCode::OK, kind, body),
        Err((status, sentence)) => (status, "text/plain; charset=utf-8", sentence.into()),
    };
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = status;
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The file of the site that a request asks for; `None` when there is none or when the path leaves the site.
fn locate(site: &Path, path: &str) -> Option<PathBuf> {
    let mut file = site.to_path_buf();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let part = percent_decoded(part)?;
        // Only plain names: nothing that climbs, and no second separator, drive or stream hidden in one.
        if part == "." || part == ".." || part.contains(['/', '\\', ':', '\0']) {
            return None;
        }
        file.push(part);
    }
    if path.ends_with('/') {
        file.push("index.html");
    }
    file.is_file().then_some(file)
}

/// `%41` back to `A`; `None` for a broken escape or text that is not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// The type that a browser insists on for modules and for streaming compilation.
fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Opens the person's browser; says whether it could.
fn open(url: &str) -> bool {
    if cfg!(windows) {
        succeeds(command("cmd").args(["/C", "start", url]))
    } else {
        succeeds(command(if cfg!(target_os = "macos") { "open" } else { "xdg-open" }).arg(url))
    }
}

/// What a changed file makes stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stale {
    /// The page alone.
    Page,
    /// The core, and the page with it.
    Core,
}

impl Stale {
    /// What a change of this file of the workspace means; `None` for files that are made or do not matter.
    fn of(file: &Path) -> Option<Self> {
        if file.starts_with("www/pkg") {
            None
        } else if ["src", "hdf5"].iter().any(|folder| file.starts_with(folder))
            || file == Path::new("Cargo.toml")
            || file == Path::new("Cargo.lock")
        {
            Some(Self::Core)
        } else if file.starts_with("www") || file.starts_with("build") || file == Path::new("vite.config.js") {
            Some(Self::Page)
        } else {
            None
        }
    }
}

/// The stream of changes in the sources.
struct Changes {
    /// Ends the watch when dropped.
    _watcher: notify::RecommendedWatcher,
    stale: Receiver<Stale>,
}

impl Changes {
    /// Begins to watch, before the first build so that no change is lost.
    fn start() -> Result<Self> {
        let root = root();
        let (sender, stale) = channel();
        let base = root.clone();
        let mut watcher = recommended_watcher(move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            let files = event.paths.iter().filter_map(|path| path.strip_prefix(&base).ok());
            if let Some(stale) = files.filter_map(Stale::of).max() {
                // The receiver is gone only when the program ends.
                sender.send(stale).ok();
            }
        })
        .context("Changes cannot be watched here: leave --watch out")?;
        for (folder, mode) in
            [("src", RecursiveMode::Recursive), ("www", RecursiveMode::Recursive), (".", RecursiveMode::NonRecursive)]
        {
            let path = if folder == "." { root.clone() } else { root.join(folder) };
            watcher.watch(&path, mode).with_context(|| format!("{} cannot be watched", path.display()))?;
        }
        Ok(Self { _watcher: watcher, stale })
    }

    /// Rebuilds what each burst of changes made stale; a failure is shown and the next change tried.
    fn rebuild(&self, site: &Path) -> Result<()> {
        while let Ok(mut stale) = self.stale.recv() {
            while let Ok(more) = self.stale.recv_timeout(QUIET) {
                stale = stale.max(more);
            }
            let built = match stale {
                Stale::Core => site::build(site, Finish::Plain),
                Stale::Page => site::page(site),
            };
            match built {
                Ok(()) => println!("Reload the page to see the change."),
                Err(error) => eprintln!("{error:#}"),
            }
        }
        bail!("The watch of the sources ended: start again.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    /// A site of two files with a secret beside it, gone at the end of its test.
    struct Folder {
        outside: PathBuf,
        site: PathBuf,
    }

    impl Folder {
        fn new(name: &str) -> Result<Self> {
            let outside = std::env::temp_dir().join(format!("heaviside-{name}-{}", std::process::id()));
            let site = outside.join("site");
            fs::create_dir_all(site.join("assets"))?;
            fs::write(outside.join("secret.txt"), "secret")?;
            fs::write(site.join("index.html"), "<p>page")?;
            fs::write(site.join("assets/a b.wasm"), "wasm")?;
            Ok(Self { outside, site })
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.outside).ok();
        }
    }

    #[test]
    fn only_files_of_the_site_are_found() -> Result<()> {
        let folder = Folder::new("locate")?;
        let site = &folder.site;
        assert_eq!(locate(site, "/"), Some(site.join("index.html")));
        assert_eq!(locate(site, "/index.html"), Some(site.join("index.html")));
        assert_eq!(locate(site, "/assets/a%20b.wasm"), Some(site.join("assets/a b.wasm")));
        let none =
            ["/assets", "/assets/", "/none", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%", "/%zz"];
        for url in none {
            assert_eq!(locate(site, url), None, "{url}");
        }
        Ok(())
    }

    #[test]
    fn the_server_answers_with_type_and_status() -> Result<()> {
        let folder = Folder::new("answer")?;
        let url = in_background(&folder.site)?;
        let host = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let ask = |line: &str| -> Result<String> {
            let mut stream = TcpStream::connect(&host)?;
            write!(stream, "{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
            let mut text = String::new();
            stream.read_to_string(&mut text)?;
            Ok(text)
        };
        let wasm = ask("GET /assets/a%20b.wasm")?;
        assert!(wasm.starts_with("HTTP/1.1 200"), "{wasm}");
        assert!(wasm.contains("content-type: application/wasm\r\n"), "{wasm}");
        assert!(wasm.contains("cache-control: no-cache\r\n"), "{wasm}");
        assert!(wasm.ends_with("\r\n\r\nwasm"), "{wasm}");
        assert!(ask("GET /?embed=1")?.ends_with("\r\n\r\n<p>page"));
        assert!(ask("HEAD /")?.ends_with("\r\n\r\n"));
        assert!(ask("GET /../secret.txt")?.starts_with("HTTP/1.1 404"));
        assert!(ask("POST /")?.starts_with("HTTP/1.1 405"));
        Ok(())
    }

    /// A browser keeps its connections open after an answer, up to six for each page that it shows.
    #[test]
    fn a_connection_is_answered_while_others_stay_open() -> Result<()> {
        let folder = Folder::new("bursts")?;
        let url = in_background(&folder.site)?;
        let host = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        for round in 0..30 {
            let mut open = Vec::new();
            for _ in 0..12 {
                let mut stream = TcpStream::connect(&host)?;
                stream.set_read_timeout(Some(Duration::from_secs(10)))?;
                write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")?;
                open.push(stream);
            }
            for (number, stream) in open.iter_mut().enumerate() {
                let mut status = [0; 12];
                stream
                    .read_exact(&mut status)
                    .with_context(|| format!("connection {number} of round {round} has no answer"))?;
                assert_eq!(&status, b"HTTP/1.1 200");
            }
        }
        Ok(())
    }

    #[test]
    fn a_taken_port_is_said_in_a_sentence() -> Result<()> {
        let taken = listen(0)?;
        let port = taken.local_addr()?.port();
        let error = listen(port).err().context("the port was free")?;
        assert!(error.to_string().starts_with(&format!("Port {port} is in use:")), "{error}");
        Ok(())
    }

    #[test]
    fn a_change_rebuilds_no_more_than_it_made_stale() {
        let cases = [
            ("src/lib.rs", Some(Stale::Core)),
            ("Cargo.toml", Some(Stale::Core)),
            ("www/style.css", Some(Stale::Page)),
            ("www/pkg/heaviside.js", None),
            ("target/x", None),
            ("README.md", None),
        ];
        for (file, stale) in cases {
            assert_eq!(Stale::of(Path::new(file)), stale, "{file}");
        }
        assert!(Stale::Core > Stale::Page);
    }
}
