//! The sockets that processes listen at, as `/proc/net` shows them.

use std::{
    collections::HashSet,
    fs,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
};

/// A socket that listens for connections of TCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listener {
    pub(crate) address: SocketAddr,
    inode: u64,
}

impl Listener {
    /// Where a client on this machine reaches it: what listens at every address is reached at the loopback.
    pub(crate) fn reached_at(&self) -> SocketAddr {
        match self.address {
            SocketAddr::V4(address) if address.ip().is_unspecified() => {
                (Ipv4Addr::LOCALHOST, address.port()).into()
            }
            SocketAddr::V6(address) if address.ip().is_unspecified() => {
                (Ipv6Addr::LOCALHOST, address.port()).into()
            }
            address => address,
        }
    }
}

/// What these processes listen at.
pub(crate) fn listeners(processes: &[i32]) -> Vec<Listener> {
    let inodes = inodes(processes);
    all().into_iter().filter(|listener| inodes.contains(&listener.inode)).collect()
}

/// Those of them that still listen.
pub(crate) fn still_there(listeners: &[Listener]) -> Vec<Listener> {
    let all = all();
    listeners.iter().filter(|listener| all.contains(listener)).copied().collect()
}

/// The files that are these processes' sockets.
pub(crate) fn socket_files(processes: &[i32]) -> Vec<PathBuf> {
    let inodes = inodes(processes);
    let text = fs::read_to_string("/proc/net/unix").unwrap_or_default();
    let mut files: Vec<PathBuf> = text
        .lines()
        .filter_map(unix_socket)
        .filter_map(|(inode, path)| inodes.contains(&inode).then_some(path))
        .collect();
    files.sort();
    files.dedup();
    files
}

fn all() -> Vec<Listener> {
    let text = |name: &str| fs::read_to_string(format!("/proc/net/{name}")).unwrap_or_default();
    [text("tcp"), text("tcp6")].iter().flat_map(|table| table.lines().filter_map(listener)).collect()
}

/// The sockets that these processes hold.
fn inodes(processes: &[i32]) -> HashSet<u64> {
    let descriptors =
        processes.iter().flat_map(|id| fs::read_dir(format!("/proc/{id}/fd")).into_iter().flatten());
    let targets = descriptors.flatten().filter_map(|descriptor| fs::read_link(descriptor.path()).ok());
    targets.filter_map(|it| it.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()).collect()
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
    Some(Listener { address, inode: inode.parse().ok()? })
}

/// A line of `/proc/net/unix` that is of a socket with a file, which has a path that begins with a slash.
fn unix_socket(line: &str) -> Option<(u64, PathBuf)> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [_, _, _, _, _, _, inode, path] = fields[..] else { return None };
    path.starts_with('/').then(|| Some((inode.parse().ok()?, path.into())))?
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_line_is_of_a_listener_if_its_state_says_so() {
        let line = "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1";
        let listener = listener(line).unwrap();
        assert_eq!((listener.address.to_string().as_str(), listener.inode), ("127.0.0.1:8080", 4_242));
        assert!(super::listener(&line.replace(" 0A ", " 01 ")).is_none());
        assert!(super::listener("  sl  local_address rem_address   st").is_none());
    }

    #[test]
    fn what_listens_everywhere_is_reached_at_the_loopback() {
        for (at, reached) in
            [("0.0.0.0:80", "127.0.0.1:80"), ("[::]:80", "[::1]:80"), ("10.0.0.1:80", "10.0.0.1:80")]
        {
            let listener = Listener { address: at.parse().unwrap(), inode: 0 };
            assert_eq!(listener.reached_at().to_string(), reached);
        }
    }

    #[test]
    fn a_socket_has_a_file_if_its_path_begins_with_a_slash() {
        let line = "0000000000000000: 00000002 00000000 00010000 0001 01 4242 /run/x.sock";
        assert_eq!(unix_socket(line), Some((4_242, "/run/x.sock".into())));
        assert_eq!(unix_socket(&line.replace("/run/x.sock", "@abstract")), None);
    }

    #[test]
    fn the_listeners_of_this_process_are_seen_and_their_end_too() {
        let this = [i32::try_from(std::process::id()).unwrap()];
        for at in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(open) = TcpListener::bind(at) else { continue };
            let address = open.local_addr().unwrap();
            let seen = listeners(&this);
            assert!(seen.iter().any(|listener| listener.address == address), "{address}: {seen:?}");
            drop(open);
            assert!(still_there(&seen).iter().all(|listener| listener.address != address));
        }
    }
}
