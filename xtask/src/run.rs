//! Running programs: every one from the project's top folder, every one named before it starts.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;

/// The project's top folder.
pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// A program with its arguments, to be run in the top folder.
pub(crate) fn command<I: IntoIterator<Item = S>, S: AsRef<std::ffi::OsStr>>(program: &str, arguments: I) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(top());
    command
}

/// The cargo that runs this.
pub(crate) fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()), arguments)
}

/// A script of a package in `node_modules`, run by Node without a shell between.
pub(crate) fn node_tool<const N: usize>(script: &str, arguments: [&str; N]) -> Command {
    let mut command = command("node", [Path::new("node_modules").join(script)]);
    command.args(arguments);
    command
}

/// Says what begins now.
pub(crate) fn heading(what: &str) {
    println!("\n── {what}");
}

/// Runs a program to its end, its output going where this program's goes.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    println!("$ {}", shown(command));
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", shown(command))) }
}

/// What a program prints, trimmed; nothing where it cannot be run or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program, shows what it prints while it prints it, and gives it back with whether the program succeeded.
pub(crate) fn watch(command: &mut Command) -> Result<(bool, String), String> {
    println!("$ {}", shown(command));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| cannot_start(command, &error))?;
    let text = Mutex::new(String::new());
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| output.map(|stream| show(stream, &text)));
        scope.spawn(|| errors.map(|stream| show(stream, &text)));
    });
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    Ok((status.success(), text.into_inner().unwrap_or_default()))
}

fn show(stream: impl Read, text: &Mutex<String>) {
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        if let Ok(mut text) = text.lock() {
            text.push_str(&line);
            text.push('\n');
        }
    }
}

/// The command line as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let mut line = String::new();
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    for word in std::iter::once(program).chain(command.get_args()) {
        let word = word.to_string_lossy();
        let space = if line.is_empty() { "" } else { " " };
        let quote = if word.contains(' ') { "'" } else { "" };
        let _ = write!(line, "{space}{quote}{word}{quote}");
    }
    line
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot run `{}`: {error}", command.get_program().to_string_lossy())
}
