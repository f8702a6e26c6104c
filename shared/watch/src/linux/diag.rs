//! Asks the system for the sockets that listen, by `sock_diag(7)`. `/proc/net/tcp` says the same, but whoever reads it waits until
//! the system has gone through its whole table of connections: some milliseconds, even where there is none.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv, send, socket_with,
};

/// The lengths of the head of a message, of a question, and of what is said of a socket.
const HEAD: usize = 16;
const QUESTION: usize = 56;
const SAID: usize = 72;
/// `SOCK_DIAG_BY_FAMILY`, the type of a question and of an answer.
const BY_FAMILY: u16 = 20;
/// `NLM_F_REQUEST | NLM_F_DUMP`.
const ALL_OF_THEM: u16 = 0x301;
/// `NLMSG_DONE`, behind the last answer.
const DONE: u16 = 3;
/// TCP's number, and the states that are asked for: `1 << TCP_LISTEN`.
const TCP: u8 = 6;
const LISTENS: u32 = 1 << 10;

/// The addresses of IPv4 and IPv6 at which something listens, each with the number of its socket.
///
/// # Errors
/// If the system answers no such question.
pub(crate) fn listeners() -> io::Result<Vec<(SocketAddr, u64)>> {
    let mut found = listeners_of(AddressFamily::INET)?;
    // A system without IPv6 has no answer.
    found.extend(listeners_of(AddressFamily::INET6).unwrap_or_default());
    Ok(found)
}

fn listeners_of(family: AddressFamily) -> io::Result<Vec<(SocketAddr, u64)>> {
    let (kind, flags) = (SocketType::DGRAM, SocketFlags::CLOEXEC);
    let system = socket_with(AddressFamily::NETLINK, kind, flags, Some(netlink::SOCK_DIAG))?;
    send(&system, &question(family), SendFlags::empty())?;
    let (mut found, mut answer) = (Vec::new(), vec![0; 32 * 1_024]);
    loop {
        let (length, _) = recv(&system, &mut answer[..], RecvFlags::empty())?;
        if !read(&answer[..length], &mut found)? {
            return Ok(found);
        }
    }
}

/// The question for all sockets of a family that listen.
fn question(family: AddressFamily) -> Vec<u8> {
    let mut asked = Vec::with_capacity(HEAD + QUESTION);
    asked.extend(((HEAD + QUESTION) as u32).to_ne_bytes());
    asked.extend(BY_FAMILY.to_ne_bytes());
    asked.extend(ALL_OF_THEM.to_ne_bytes());
    // No sequence, and the system as receiver.
    asked.extend([0; 8]);
    asked.extend([family.as_raw() as u8, TCP, 0, 0]);
    asked.extend(LISTENS.to_ne_bytes());
    asked.resize(HEAD + QUESTION, 0);
    asked
}

/// Reads the messages of an answer. Whether more is to come.
fn read(mut answer: &[u8], found: &mut Vec<(SocketAddr, u64)>) -> io::Result<bool> {
    let broken = || io::Error::from(ErrorKind::InvalidData);
    while !answer.is_empty() {
        let length = u32::from_ne_bytes(part(answer, 0).ok_or_else(broken)?) as usize;
        match u16::from_ne_bytes(part(answer, 4).ok_or_else(broken)?) {
            BY_FAMILY => found.push(answer.get(HEAD..HEAD + SAID).and_then(socket).ok_or_else(broken)?),
            DONE => return Ok(false),
            _ => return Err(ErrorKind::Unsupported.into()),
        }
        // Messages begin at multiples of four.
        answer = answer.get(length.max(HEAD).next_multiple_of(4)..).unwrap_or_default();
    }
    Ok(true)
}

/// What is said of a socket: a `struct inet_diag_msg`.
fn socket(said: &[u8]) -> Option<(SocketAddr, u64)> {
    let port = u16::from_be_bytes(part(said, 4)?);
    let address: IpAddr = if i32::from(*said.first()?) == i32::from(AddressFamily::INET.as_raw()) {
        Ipv4Addr::from(part::<4>(said, 8)?).into()
    } else {
        Ipv6Addr::from(part::<16>(said, 8)?).into()
    };
    Some((SocketAddr::new(address, port), u32::from_ne_bytes(part(said, SAID - 4)?).into()))
}

/// The bytes at a place.
fn part<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_socket_that_listens_is_said_and_one_that_is_connected_is_not() {
        for at in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(open) = TcpListener::bind(at) else { continue };
            let address = open.local_addr().unwrap();
            let connected = std::net::TcpStream::connect(address).unwrap();
            // Where the system has no answer, /proc/net says it.
            let Ok(found) = listeners() else { return };
            let is_there = |address| found.iter().any(|(known, _)| *known == address);
            assert!(is_there(address) && !is_there(connected.local_addr().unwrap()), "{found:?}");
            drop(open);
            assert!(listeners().unwrap().iter().all(|(known, _)| *known != address));
        }
    }

    #[test]
    fn an_answer_that_is_cut_is_an_error() {
        let mut found = Vec::new();
        assert!(read(&[1, 2, 3], &mut found).is_err());
        let mut cut = question(AddressFamily::INET);
        assert!(read(&cut, &mut found).is_err());
        cut[4..6].copy_from_slice(&DONE.to_ne_bytes());
        assert!(!read(&cut, &mut found).unwrap() && found.is_empty());
    }
}
