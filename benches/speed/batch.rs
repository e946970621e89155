//! `yusuan check` on a folder, beside parsing alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use yusuan::syntax::Tree;
use yusuan::text::Text;

use super::drafts::documents;
use super::times::Times;

/// How often each is run.
const RUNS: usize = 5;

/// Checking against parsing.
pub struct Batch {
    /// The documents of the folder.
    pub documents: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Parsing alone on one core.
    pub parsed: Times,
    /// Checking on one core.
    pub checked: Times,
    /// Checking on two cores.
    pub checked_on_two: Times,
    /// The most memory that checking took, in KiB.
    pub memory: u64,
    /// The same for a tenth of the documents: constant memory shows here.
    pub memory_of_a_tenth: u64,
    /// One file of a hundred drafts: parsing alone, checking.
    pub compendium: (Times, Times),
}

/// Reads and parses every file of a folder, and ends the program.
pub fn parse_all(folder: &str) -> ! {
    for (_, text) in documents(Path::new(folder)) {
        let text = Text::new(&text);
        assert!(Tree::parse(&text).is_some_and(|tree| tree.is_sound()));
    }
    std::process::exit(0);
}

/// Measures on a new folder of so many of our own drafts.
pub fn measure(draft: &str, count: usize) -> Batch {
    eprintln!("{count} documents");
    let folder = Folder::new("yusuan-speed");
    let tenth = Folder::new("yusuan-speed-tenth");
    let single = Folder::new("yusuan-speed-compendium");
    let own = documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/clean"));
    let mut bytes = 0;
    for (index, (_, text)) in own.iter().cycle().take(count).enumerate() {
        bytes += text.len() as u64;
        folder.add(index, text);
        if index % 10 == 0 {
            tenth.add(index, text);
        }
    }
    single.add(0, &draft.repeat(100));
    let mut batch = Batch {
        documents: count,
        bytes,
        parsed: Times::default(),
        checked: Times::default(),
        checked_on_two: Times::default(),
        memory: 0,
        memory_of_a_tenth: 0,
        compendium: (Times::default(), Times::default()),
    };
    for _ in 0..RUNS {
        batch.parsed.push(run(parse(&folder, "0")).0);
        batch.checked.push(run(check(&folder, "0")).0);
        let (taken, memory) = run(check(&folder, "0,1"));
        batch.checked_on_two.push(taken);
        batch.memory = batch.memory.max(memory);
        batch.memory_of_a_tenth = batch.memory_of_a_tenth.max(run(check(&tenth, "0,1")).1);
        batch.compendium.0.push(run(parse(&single, "0")).0);
        batch.compendium.1.push(run(check(&single, "0")).0);
    }
    batch
}

fn check(folder: &Folder, cores: &str) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", cores, env!("CARGO_BIN_EXE_yusuan")]);
    command.args(["check", "--format", "json", "--fail-on", "never"]);
    command.arg(&folder.0);
    command
}

fn parse(folder: &Folder, cores: &str) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", cores]);
    command.arg(std::env::current_exe().expect("this program"));
    command.arg("--parse").arg(&folder.0);
    command
}

/// Runs a command to its end, and gives the time it took and the most memory that was seen, in KiB.
fn run(mut command: Command) -> (Duration, u64) {
    let begun = Instant::now();
    let mut process = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let path = format!("/proc/{}/status", process.id());
    let mut most = 0;
    loop {
        if let Some(status) = process.try_wait().expect("a status") {
            assert!(status.success(), "{status}");
            return (begun.elapsed(), most);
        }
        let status = fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let peak = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        most = most.max(peak.unwrap_or_default());
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn add(&self, index: usize, text: &str) {
        let name = format!("{index:04}.yusuan.txt");
        fs::write(self.0.join(name), text).expect("a file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
