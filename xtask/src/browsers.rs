//! Where a browser for the page's tests and a driver for the wasm tests lie on each system, and what to type where none
//! does. A machine is handed in, so that each system's answers are tested on any.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

/// What decides where programs lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// A Debian or what descends from it.
    Debian,
    /// Any other Linux, or a system like it.
    Unix,
    Mac,
    Windows,
}

/// What a search reads of a machine.
pub struct Machine<'a> {
    pub system: System,
    /// A variable of the environment.
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// The folders of the search path.
    pub path: Vec<PathBuf>,
    pub is_file: &'a dyn Fn(&Path) -> bool,
}

/// A browser with a driver of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chrome or Chromium.
    Chrome,
    Edge,
    Firefox,
}

impl Browser {
    const ALL: [Self; 3] = [Self::Chrome, Self::Edge, Self::Firefox];

    /// The driver's name on the search path.
    const fn driver(self) -> &'static str {
        match self {
            Self::Chrome => "chromedriver",
            Self::Edge => "msedgedriver",
            Self::Firefox => "geckodriver",
        }
    }

    /// The variable in which wasm-bindgen's test runner looks for the driver.
    const fn variable(self) -> &'static str {
        match self {
            Self::Chrome => "CHROMEDRIVER",
            Self::Edge => "MSEDGEDRIVER",
            Self::Firefox => "GECKODRIVER",
        }
    }

    /// The driver's name for the settings of the browser that it starts.
    const fn options(self) -> &'static str {
        match self {
            Self::Chrome => "goog:chromeOptions",
            Self::Edge => "ms:edgeOptions",
            Self::Firefox => "moz:firefoxOptions",
        }
    }

    /// Its names on the search path.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Chrome => &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
            Self::Edge => &["microsoft-edge", "microsoft-edge-stable"],
            Self::Firefox => &["firefox", "firefox-esr"],
        }
    }

    /// Where its installer puts it below a folder of applications.
    const fn places(self, system: System) -> &'static [&'static str] {
        match (system, self) {
            (System::Debian | System::Unix, _) => &[],
            (System::Mac, Self::Chrome) => {
                &["Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium"]
            }
            (System::Mac, Self::Edge) => &["Microsoft Edge.app/Contents/MacOS/Microsoft Edge"],
            (System::Mac, Self::Firefox) => &["Firefox.app/Contents/MacOS/firefox"],
            (System::Windows, Self::Chrome) => {
                &["Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe"]
            }
            (System::Windows, Self::Edge) => &["Microsoft/Edge/Application/msedge.exe"],
            (System::Windows, Self::Firefox) => &["Mozilla Firefox/firefox.exe"],
        }
    }
}

/// A driver, and the browser that it is to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driver {
    pub browser: Browser,
    pub program: PathBuf,
    /// `None` leaves the choice to the driver, as when a variable names the driver alone.
    pub binary: Option<PathBuf>,
}

impl Machine<'_> {
    /// A browser that the tests of the page can drive: the one in CHROMIUM, Chrome, Chromium or Edge. They drive it by
    /// its debugging protocol, which Firefox does not speak.
    pub fn chromium(&self) -> Option<PathBuf> {
        self.named("CHROMIUM").or_else(|| [Browser::Chrome, Browser::Edge].iter().find_map(|one| self.browser(*one)))
    }

    /// Firefox: the one in FIREFOX, or one where it usually lies.
    pub fn firefox(&self) -> Option<PathBuf> {
        self.named("FIREFOX").or_else(|| self.browser(Browser::Firefox))
    }

    /// The driver of WebKitGTK, where there is a display for it to draw on.
    pub fn webkit(&self) -> Option<PathBuf> {
        self.on_path(&["xvfb-run"])?;
        self.on_path(&["WebKitWebDriver"])
    }

    /// A driver for the wasm tests: one that a variable names, else the first that is there together with its browser.
    pub fn driver(&self) -> Option<Driver> {
        let named = |browser: &Browser| {
            let program = self.named(browser.variable())?;
            Some(Driver { browser: *browser, program, binary: self.binary(*browser) })
        };
        let found = |browser: &Browser| {
            let program = self.on_path(&[browser.driver()])?;
            Some(Driver { browser: *browser, program, binary: Some(self.binary(*browser)?) })
        };
        Browser::ALL.iter().find_map(named).or_else(|| Browser::ALL.iter().find_map(found))
    }

    /// What to type when there is no browser for the tests of the page.
    pub fn without_chromium(&self) -> String {
        let install = match self.system {
            System::Debian => "type `apt-get install chromium chromium-driver` as root",
            System::Unix => "install one with your package manager",
            System::Mac => "type `brew install --cask google-chrome`",
            System::Windows => "type `winget install Google.Chrome`",
        };
        let firefox = if self.browser(Browser::Firefox).is_some() {
            " Firefox is there, but the page's tests can't drive it; it serves for the step `web` alone."
        } else {
            ""
        };
        format!("No Chrome, Chromium or Edge was found: {install}, or name the program in CHROMIUM.{firefox}")
    }

    /// What to type when there is no Firefox for the comparison of engines.
    pub fn without_firefox(&self) -> String {
        let install = match self.system {
            System::Debian => "type `apt-get install firefox-esr` as root",
            System::Unix => "install it with your package manager",
            System::Mac => "type `brew install --cask firefox`",
            System::Windows => "type `winget install Mozilla.Firefox`",
        };
        format!("No Firefox was found: {install}, or name the program in FIREFOX.")
    }

    /// What to type when there is no WebKitGTK for the comparison of engines.
    pub fn without_webkit(&self) -> String {
        let install = match self.system {
            System::Debian => "type `apt-get install webkit2gtk-driver xvfb xauth` as root",
            System::Unix => "install WebKitWebDriver and xvfb-run with your package manager",
            System::Mac | System::Windows => "it runs on Linux alone",
        };
        format!("No WebKitGTK with a driver was found: {install}.")
    }

    /// What to type when there is no driver for the wasm tests: the driver of a browser that is there.
    pub fn without_driver(&self) -> String {
        let there = Browser::ALL.into_iter().find(|one| self.binary(*one).is_some());
        let Some(browser) = there.or((self.system == System::Debian).then_some(Browser::Chrome)) else {
            return self.without_chromium();
        };
        let (driver, variable) = (browser.driver(), browser.variable());
        let install = match (self.system, browser) {
            (System::Debian, Browser::Chrome) => "`apt-get install chromium chromium-driver` as root",
            (System::Windows, Browser::Chrome) => "`winget install Chromium.ChromeDriver`",
            (System::Windows, Browser::Edge) => "`winget install Microsoft.EdgeDriver`",
            (System::Windows, Browser::Firefox) => "`winget install Mozilla.GeckoDriver`",
            (System::Mac, Browser::Firefox) => "`brew install geckodriver`",
            (_, Browser::Firefox) => "`cargo install geckodriver`",
            (_, Browser::Edge) => {
                return format!(
                    "The wasm tests need {driver}: take it from https://developer.microsoft.com/microsoft-edge/tools/webdriver \
                     and name the program in {variable}."
                );
            }
            (_, Browser::Chrome) => {
                return format!(
                    "The wasm tests need {driver}: type `npx @puppeteer/browsers install chromedriver@stable` and name the \
                     program that it prints in {variable}."
                );
            }
        };
        format!("The wasm tests need {driver}: type {install}, or name the program in {variable}.")
    }

    /// A browser that a driver can start.
    fn binary(&self, browser: Browser) -> Option<PathBuf> {
        let named = (browser == Browser::Chrome).then(|| self.named("CHROMIUM")).flatten();
        named.or_else(|| self.browser(browser))
    }

    /// A browser on the search path or where its installer puts it.
    fn browser(&self, browser: Browser) -> Option<PathBuf> {
        let places = browser.places(self.system).iter();
        let mut installed =
            places.flat_map(|place| self.applications().into_iter().map(move |folder| folder.join(place)));
        self.on_path(browser.names()).or_else(|| installed.find(|program| (self.is_file)(program)))
    }

    /// The folders that installers put applications in.
    fn applications(&self) -> Vec<PathBuf> {
        let variables =
            |names: &[&str]| names.iter().filter_map(|name| (self.variable)(name)).map(PathBuf::from).collect();
        match self.system {
            System::Debian | System::Unix => Vec::new(),
            System::Mac => {
                let own: Vec<PathBuf> = variables(&["HOME"]);
                std::iter::once(PathBuf::from("/Applications"))
                    .chain(own.into_iter().map(|home| home.join("Applications")))
                    .collect()
            }
            System::Windows => variables(&["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"]),
        }
    }

    /// The program that a variable names.
    fn named(&self, variable: &str) -> Option<PathBuf> {
        (self.variable)(variable).map(PathBuf::from).filter(|program| (self.is_file)(program))
    }

    /// The first of these names that is a program on the search path.
    fn on_path(&self, names: &[&str]) -> Option<PathBuf> {
        let ending = if self.system == System::Windows { ".exe" } else { "" };
        names
            .iter()
            .flat_map(|name| self.path.iter().map(move |folder| folder.join(format!("{name}{ending}"))))
            .find(|program| (self.is_file)(program))
    }
}

impl Driver {
    /// The settings of a session for the test runner: those given, with the arguments of Chrome for Edge, too, and the
    /// browser to start.
    pub fn capabilities(&self, given: &Value) -> Value {
        let mut options = match self.browser {
            Browser::Chrome | Browser::Edge => {
                given[Browser::Chrome.options()].as_object().cloned().unwrap_or_default()
            }
            Browser::Firefox => Map::new(),
        };
        if let Some(binary) = &self.binary {
            options.insert("binary".to_owned(), binary.to_string_lossy().into());
        }
        json!({ self.browser.options(): options })
    }

    /// The variables that make the test runner take this driver: it would prefer another that is named, too.
    pub fn environment(&self) -> [(&'static str, Option<&Path>); 3] {
        Browser::ALL.map(|one| (one.variable(), (one == self.browser).then_some(self.program.as_path())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks a made-up machine that has these variables and files, and `/bin` (`C:/bin`) as its search path.
    fn on<T>(system: System, variables: &[(&str, &str)], files: &[&str], ask: impl FnOnce(&Machine) -> T) -> T {
        let folder = if system == System::Windows { "C:/bin" } else { "/bin" };
        ask(&Machine {
            system,
            variable: &|name| variables.iter().find(|(one, _)| *one == name).map(|(_, value)| value.into()),
            path: vec![folder.into()],
            is_file: &|path| files.iter().any(|file| Path::new(file) == path),
        })
    }

    const WINDOWS: [(&str, &str); 3] = [
        ("ProgramFiles", "C:/Program Files"),
        ("ProgramFiles(x86)", "C:/Program Files (x86)"),
        ("LOCALAPPDATA", "C:/Users/a/AppData/Local"),
    ];

    #[test]
    fn the_usual_places_of_each_system_are_searched() {
        let cases = [
            (System::Debian, "/bin/chromium"),
            (System::Unix, "/bin/google-chrome-stable"),
            (System::Unix, "/bin/microsoft-edge"),
            (System::Mac, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            (System::Mac, "/Users/a/Applications/Chromium.app/Contents/MacOS/Chromium"),
            (System::Mac, "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
            (System::Windows, "C:/Program Files/Google/Chrome/Application/chrome.exe"),
            (System::Windows, "C:/Users/a/AppData/Local/Google/Chrome/Application/chrome.exe"),
            (System::Windows, "C:/Users/a/AppData/Local/Chromium/Application/chrome.exe"),
            (System::Windows, "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe"),
        ];
        for (system, file) in cases {
            let variables: &[_] = if system == System::Mac { &[("HOME", "/Users/a")] } else { &WINDOWS };
            assert_eq!(on(system, variables, &[file], |machine| machine.chromium()), Some(file.into()), "{file}");
            assert_eq!(on(system, variables, &[], |machine| machine.chromium()), None, "{system:?}");
        }
    }

    #[test]
    fn a_variable_comes_before_the_usual_places_when_it_names_a_file() {
        let files = ["/opt/mine", "/bin/chromium"];
        let asked = |value| on(System::Unix, &[("CHROMIUM", value)], &files, |machine| machine.chromium());
        assert_eq!(asked("/opt/mine"), Some("/opt/mine".into()));
        assert_eq!(asked("/opt/none"), Some("/bin/chromium".into()));
    }

    #[test]
    fn other_engines_are_found_or_asked_for() {
        let ask = |files: &[&str]| on(System::Debian, &[], files, |machine| (machine.firefox(), machine.webkit()));
        assert_eq!(ask(&["/bin/firefox-esr", "/bin/WebKitWebDriver"]), (Some("/bin/firefox-esr".into()), None));
        assert_eq!(ask(&["/bin/WebKitWebDriver", "/bin/xvfb-run"]), (None, Some("/bin/WebKitWebDriver".into())));
        for system in [System::Debian, System::Unix, System::Mac, System::Windows] {
            let (firefox, webkit) =
                on(system, &[], &[], |machine| (machine.without_firefox(), machine.without_webkit()));
            assert!(firefox.contains("FIREFOX") && firefox.ends_with('.'), "{firefox}");
            assert!(webkit.starts_with("No WebKitGTK") && webkit.ends_with('.'), "{webkit}");
        }
    }

    #[test]
    fn a_driver_goes_with_its_browser() {
        let edge = "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe";
        let files = [edge, "C:/bin/chromedriver.exe", "C:/bin/msedgedriver.exe"];
        let driver = on(System::Windows, &WINDOWS, &files, |machine| machine.driver());
        let expected =
            Driver { browser: Browser::Edge, program: "C:/bin/msedgedriver.exe".into(), binary: Some(edge.into()) };
        assert_eq!(driver, Some(expected), "a chromedriver without Chrome is of no use");

        let firefox = "/Applications/Firefox.app/Contents/MacOS/firefox";
        let driver = on(System::Mac, &[], &[firefox, "/bin/geckodriver"], |machine| machine.driver());
        let expected =
            Driver { browser: Browser::Firefox, program: "/bin/geckodriver".into(), binary: Some(firefox.into()) };
        assert_eq!(driver, Some(expected));

        let named = [("CHROMEDRIVER", "/opt/driver"), ("CHROMIUM", "/opt/mine")];
        let driver = on(System::Unix, &named, &["/opt/driver", "/opt/mine"], |machine| machine.driver());
        assert_eq!(driver.and_then(|driver| driver.binary), Some("/opt/mine".into()));
        let alone = on(System::Unix, &named, &["/opt/driver"], |machine| machine.driver());
        assert!(alone.is_some_and(|driver| driver.binary.is_none()), "the driver looks for a browser itself");
    }

    #[test]
    fn the_sentence_names_what_to_install_on_this_system() {
        let chromium = |system, files: &[&str]| on(system, &WINDOWS, files, |machine| machine.without_chromium());
        assert!(chromium(System::Debian, &[]).contains("`apt-get install chromium chromium-driver`"));
        assert!(chromium(System::Mac, &[]).contains("`brew install --cask google-chrome`"));
        assert!(chromium(System::Windows, &[]).contains("`winget install Google.Chrome`"));
        for system in [System::Unix, System::Mac, System::Windows] {
            let sentence = chromium(system, &[]);
            assert!(!sentence.contains("apt-get") && !sentence.contains("Firefox"), "{sentence}");
            assert!(sentence.contains("CHROMIUM"), "{sentence}");
        }
        let firefox = chromium(System::Windows, &["C:/Program Files/Mozilla Firefox/firefox.exe"]);
        assert!(firefox.contains("can't drive it"), "{firefox}");
    }

    #[test]
    fn the_sentence_names_the_driver_of_a_browser_that_is_there() {
        let driver = |system, files: &[&str]| on(system, &WINDOWS, files, |machine| machine.without_driver());
        assert!(driver(System::Debian, &["/bin/chromium"]).contains("`apt-get install chromium chromium-driver`"));
        let chrome = driver(System::Mac, &["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]);
        assert!(chrome.contains("chromedriver@stable") && chrome.contains("CHROMEDRIVER"), "{chrome}");
        let firefox = driver(System::Mac, &["/Applications/Firefox.app/Contents/MacOS/firefox"]);
        assert!(firefox.contains("`brew install geckodriver`"), "{firefox}");
        let edge = driver(System::Windows, &["C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe"]);
        assert!(edge.contains("`winget install Microsoft.EdgeDriver`"), "{edge}");
        assert!(driver(System::Windows, &[]).contains("`winget install Google.Chrome`"), "a browser comes first");
    }

    #[test]
    fn a_session_starts_the_browser_that_was_found() {
        let given = json!({ "goog:chromeOptions": { "args": ["--no-sandbox"] } });
        let session = |browser, binary: Option<&str>| {
            Driver { browser, program: "driver".into(), binary: binary.map(Into::into) }.capabilities(&given)
        };
        let chrome = json!({ "goog:chromeOptions": { "args": ["--no-sandbox"], "binary": "/c" } });
        assert_eq!(session(Browser::Chrome, Some("/c")), chrome);
        assert_eq!(session(Browser::Chrome, None), given);
        let edge = json!({ "ms:edgeOptions": { "args": ["--no-sandbox"], "binary": "/e" } });
        assert_eq!(session(Browser::Edge, Some("/e")), edge);
        assert_eq!(session(Browser::Firefox, Some("/f")), json!({ "moz:firefoxOptions": { "binary": "/f" } }));
    }

    #[test]
    fn the_test_runner_sees_one_driver() {
        let driver = Driver { browser: Browser::Chrome, program: "/d".into(), binary: None };
        let expected = [("CHROMEDRIVER", Some(Path::new("/d"))), ("MSEDGEDRIVER", None), ("GECKODRIVER", None)];
        assert_eq!(driver.environment(), expected);
    }
}
