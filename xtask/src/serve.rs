//! Showing what was built: the ranking on the command line, the page in the browser.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use crate::config;
use crate::run::{cargo, heading, node_tool, run, shown};

/// How long the server may take to answer first.
const PATIENCE: Duration = Duration::from_secs(30);

/// Prints the ranking of the bundled study, then serves the page on this machine alone.
pub(crate) fn serve(once: bool, port: Option<u16>) -> Result<(), String> {
    let study = config::read()?.studies.shown;
    heading("Ranking");
    run(&mut cargo(["run", "--release", "--quiet", "--", "score", &format!("pkg/studies/{study}.json")]))?;

    heading("Page");
    let port = match port {
        Some(port) => port,
        None => {
            (4173..4273).find(|port| is_free(*port)).ok_or("no port from 4173 to 4272 is free: name one with --port")?
        }
    };
    let number = port.to_string();
    let mut server = node_tool(
        "vite/bin/vite.js",
        ["preview", "www", "--host", "127.0.0.1", "--strictPort", "--port", &number, "--logLevel", "warn"],
    );
    println!("$ {}", shown(&server));
    let mut server = server.spawn().map_err(|error| format!("cannot run `node`: {error}"))?;
    let answer = first_answer(&mut server, port);
    if once || answer.is_err() {
        // Only the process started here, by its handle; it may have ended by itself.
        let _ = server.kill();
        let _ = server.wait();
        answer?;
        println!("The page answers at http://127.0.0.1:{port}/");
        return Ok(());
    }
    println!("\nThe page: http://127.0.0.1:{port}/  (Ctrl+C ends it)");
    let status = server.wait().map_err(|error| format!("the server: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("the server ended ({status})")) }
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Waits until the page itself has come.
fn first_answer(server: &mut Child, port: u16) -> Result<(), String> {
    let begin = Instant::now();
    loop {
        if let Some(status) = server.try_wait().map_err(|error| format!("the server: {error}"))? {
            return Err(format!("the server ended before it answered ({status}); is port {port} in use?"));
        }
        if let Ok(text) = get(port) {
            let page = text.starts_with("HTTP/1.1 200") && text.contains("<title>");
            return if page {
                Ok(())
            } else {
                Err(format!(
                    "the server did not answer with the page, but: {}",
                    text.lines().next().unwrap_or_default()
                ))
            };
        }
        if begin.elapsed() > PATIENCE {
            return Err(format!("the server did not answer within {} seconds", PATIENCE.as_secs()));
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn get(port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
