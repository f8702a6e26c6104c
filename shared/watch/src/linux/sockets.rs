//! The sockets that processes listen at, as the system shows them. Nothing is connected to: a program that waits for a
//! connection would be woken by it, and one that waits until no more come would wait on.

use std::{
    collections::HashMap,
    fmt, fs,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs},
    path::{self, Path, PathBuf},
};

use super::{diag, processes};
use crate::address::Place;

/// Where something listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum At {
    Tcp(SocketAddr),
    /// A socket in the file system, or one with a name only, which begins with `@`.
    Unix(String),
}

/// A socket that listens for connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listener {
    pub(crate) at: At,
    inode: u64,
}

impl At {
    /// The addresses that a place stands for.
    pub(crate) fn named(place: &Place) -> Vec<Self> {
        match place {
            Place::Tcp(host_and_port) => {
                host_and_port.to_socket_addrs().into_iter().flatten().map(Self::Tcp).collect()
            }
            Place::Unix(path) => {
                let path = path::absolute(path).unwrap_or_else(|_| path.clone());
                vec![Self::Unix(path.display().to_string())]
            }
        }
    }

    /// Whether what listens here takes a connection to `other`. One at every address takes one to any, and one of IPv6 those of
    /// IPv4 too, unless it was told not to, which nobody can see.
    fn takes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Tcp(here), Self::Tcp(there)) => {
                let is_everywhere = match here.ip() {
                    IpAddr::V4(ip) => ip.is_unspecified() && there.is_ipv4(),
                    IpAddr::V6(ip) => ip.is_unspecified(),
                };
                here.port() == there.port()
                    && (is_everywhere || here.ip().to_canonical() == there.ip().to_canonical())
            }
            // The system knows a path as the program gave it, which may be from the program's own folder.
            (Self::Unix(here), Self::Unix(there)) => {
                here == there || Path::new(here).is_relative() && Path::new(there).ends_with(here)
            }
            _ => false,
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(f, "{address}"),
            Self::Unix(path) => write!(f, "unix:{path}"),
        }
    }
}

/// What these processes listen at.
pub(crate) fn listeners(processes: &[i32]) -> Vec<Listener> {
    let held = held(processes);
    all().into_iter().filter(|listener| held.contains_key(&listener.inode)).collect()
}

/// Those of them that still listen.
pub(crate) fn still_there(listeners: &[Listener]) -> Vec<Listener> {
    let all = all();
    listeners.iter().filter(|listener| all.contains(listener)).cloned().collect()
}

/// Whatever listens at one of these, of whichever process.
pub(crate) fn listening_at(places: &[At]) -> Vec<Listener> {
    let is_there = |listener: &Listener| places.iter().any(|place| listener.at.takes(place));
    if places.is_empty() { Vec::new() } else { all().into_iter().filter(is_there).collect() }
}

/// Whether something listens at one of these.
pub(crate) fn is_listened_at(places: &[At]) -> bool {
    !listening_at(places).is_empty()
}

/// The files that are these processes' sockets.
pub(crate) fn socket_files(processes: &[i32]) -> Vec<PathBuf> {
    let held = held(processes);
    let text = fs::read_to_string("/proc/net/unix").unwrap_or_default();
    let sockets = text.lines().filter_map(unix_socket);
    let file = |(inode, path, _): (u64, &str, bool)| {
        let process = held.get(&inode)?;
        // It has the path that it was made with, seen from the folder of whoever made it.
        let folder = fs::read_link(format!("/proc/{process}/cwd")).unwrap_or_default();
        (!path.starts_with('@')).then(|| folder.join(Path::new(path)))
    };
    let mut files: Vec<PathBuf> = sockets.filter_map(file).collect();
    files.sort();
    files.dedup();
    files
}

/// Whatever listens.
fn all() -> Vec<Listener> {
    let mut all = match diag::listeners() {
        Ok(found) => found.into_iter().map(|(at, inode)| Listener { at: At::Tcp(at), inode }).collect(),
        Err(_) => in_tables(),
    };
    let unix = fs::read_to_string("/proc/net/unix").unwrap_or_default();
    let listening = unix.lines().filter_map(unix_socket).filter(|(_, _, listens)| *listens);
    all.extend(listening.map(|(inode, path, _)| Listener { at: At::Unix(path.to_owned()), inode }));
    all
}

/// What listens as the tables of TCP have it, where the system answers no question.
fn in_tables() -> Vec<Listener> {
    let text = |name: &str| fs::read_to_string(format!("/proc/net/{name}")).unwrap_or_default();
    [text("tcp"), text("tcp6")].iter().flat_map(|table| table.lines().filter_map(listener)).collect()
}

/// The sockets that these processes hold, each with one that does. A thread that has ended holds none, though its process may.
fn held(processes: &[i32]) -> HashMap<u64, i32> {
    let folders =
        processes.iter().flat_map(|id| processes::threads(*id).into_iter().map(move |it| (*id, it)));
    let descriptors = folders.flat_map(|(id, thread)| {
        fs::read_dir(thread.join("fd")).into_iter().flatten().flatten().map(move |it| (id, it.path()))
    });
    let inode = |path: PathBuf| -> Option<u64> {
        fs::read_link(path).ok()?.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
    };
    descriptors.filter_map(|(id, path)| Some((inode(path)?, id))).collect()
}

/// A line of `/proc/net/tcp` or `tcp6` that is of a listener: its state is `0A`.
fn listener(line: &str) -> Option<Listener> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [_, local, _, "0A", _, _, _, _, _, inode, ..] = fields[..] else { return None };
    let (ip, port) = local.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    // Each group of eight digits is a number in the machine's own order.
    let group = |at: usize| u32::from_str_radix(ip.get(at..at + 8)?, 16).ok().map(u32::to_ne_bytes);
    let address = match ip.len() {
        8 => (Ipv4Addr::from(group(0)?), port).into(),
        32 => {
            let mut octets = [0; 16];
            for (index, part) in octets.chunks_exact_mut(4).enumerate() {
                part.copy_from_slice(&group(8 * index)?);
            }
            (Ipv6Addr::from(octets), port).into()
        }
        _ => return None,
    };
    Some(Listener { at: At::Tcp(address), inode: inode.parse().ok()? })
}

/// A line of `/proc/net/unix` that is of a socket with a name: its inode, its name, and whether it listens.
fn unix_socket(line: &str) -> Option<(u64, &str, bool)> {
    /// The flag of a socket that listens.
    const LISTENS: u32 = 0x1_0000;

    let mut fields = line.split_whitespace();
    let flags = u32::from_str_radix(fields.nth(3)?, 16).ok()?;
    let inode = fields.nth(2)?;
    // The name is the rest of the line, and may have blanks.
    let name = line.split_once(&format!(" {inode} "))?.1;
    Some((inode.parse().ok()?, name, flags & LISTENS != 0))
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, os::unix::net::UnixListener};

    use super::*;

    fn tcp(address: &str) -> At {
        At::Tcp(address.parse().unwrap())
    }

    #[test]
    fn a_line_is_of_a_listener_if_its_state_says_so() {
        let line = "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1";
        assert_eq!(listener(line), Some(Listener { at: tcp("127.0.0.1:8080"), inode: 4_242 }));
        assert!(super::listener(&line.replace(" 0A ", " 01 ")).is_none());
        assert!(super::listener("  sl  local_address rem_address   st").is_none());
    }

    #[test]
    fn what_listens_at_every_address_takes_a_connection_to_each() {
        for (here, there, expected) in [
            ("127.0.0.1:80", "127.0.0.1:80", true),
            ("127.0.0.1:80", "127.0.0.1:81", false),
            ("127.0.0.1:80", "127.0.0.2:80", false),
            ("0.0.0.0:80", "10.0.0.1:80", true),
            ("0.0.0.0:80", "[::1]:80", false),
            ("[::]:80", "[::1]:80", true),
            ("[::]:80", "127.0.0.1:80", true),
            ("[::1]:80", "127.0.0.1:80", false),
            ("[::ffff:127.0.0.1]:80", "127.0.0.1:80", true),
        ] {
            assert_eq!(tcp(here).takes(&tcp(there)), expected, "{here} {there}");
        }
        assert!(!tcp("127.0.0.1:80").takes(&At::Unix("/run/x".to_owned())));
    }

    #[test]
    fn a_socket_has_a_name_and_listens_if_its_flag_says_so() {
        let line = "0000000000000000: 00000002 00000000 00010000 0001 01 4242 /run/my app.sock";
        assert_eq!(unix_socket(line), Some((4_242, "/run/my app.sock", true)));
        assert_eq!(
            unix_socket(&line.replace("00010000", "00000000")),
            Some((4_242, "/run/my app.sock", false))
        );
        assert_eq!(unix_socket("0000000000000000: 00000002 00000000 00000000 0001 03 4242"), None);
        assert_eq!(unix_socket("Num       RefCount Protocol Flags    Type St Inode Path"), None);
    }

    #[test]
    fn the_listeners_of_this_process_are_seen_and_their_end_too() {
        let this = [i32::try_from(std::process::id()).unwrap()];
        for at in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(open) = TcpListener::bind(at) else { continue };
            let at = At::Tcp(open.local_addr().unwrap());
            let seen = listeners(&this);
            assert!(seen.iter().any(|listener| listener.at == at), "{at}: {seen:?}");
            assert!(is_listened_at(std::slice::from_ref(&at)));
            assert!(in_tables().iter().any(|listener| listener.at == at), "{at}");
            drop(open);
            assert!(still_there(&seen).iter().all(|listener| listener.at != at));
            assert!(!is_listened_at(&[at]));
        }
    }

    #[test]
    fn a_socket_in_the_file_system_listens_and_is_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a socket");
        let open = UnixListener::bind(&path).unwrap();
        let at = At::Unix(path.display().to_string());
        let this = [i32::try_from(std::process::id()).unwrap()];
        assert!(
            listeners(&this).iter().any(|listener| listener.at == at) && socket_files(&this).contains(&path)
        );
        drop(open);
        assert!(!is_listened_at(&[at]));
    }
}
