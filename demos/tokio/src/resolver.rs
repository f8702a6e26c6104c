//! Gives one thread's lookups a name server that never answers.

// glibc takes its name servers from /etc/resolv.conf. A program can give a thread others only by writing into the
// resolver's state, and only `unsafe` code can do that.
#![allow(unsafe_code)]

use std::{fs, net::SocketAddrV4, path::Path};

/// Checks that a lookup asks the thread's own resolver, and that nothing else may answer first.
///
/// # Errors
/// With the reason, if the system is not Linux with glibc, or is set up to ask something else.
pub(crate) fn asks_dns() -> Result<(), String> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        return Err("only glibc's resolver can be given a silent name server".to_owned());
    }
    if Path::new("/var/run/nscd/socket").exists() {
        return Err("nscd does the lookups of this machine, in a process of its own".to_owned());
    }
    if names_dns_first(&fs::read_to_string("/etc/nsswitch.conf").unwrap_or_default()) {
        return Ok(());
    }
    Err("lookups must ask DNS right after /etc/hosts: `hosts: files dns` in /etc/nsswitch.conf".to_owned())
}

/// Whether the text of `/etc/nsswitch.conf` asks DNS for hosts right after what this machine itself knows.
fn names_dns_first(nsswitch: &str) -> bool {
    let hosts = nsswitch.lines().find_map(|line| line.trim_start().strip_prefix("hosts:"));
    // Multicast DNS is asked for names that end in `.local` alone, and for others has no answer.
    let hosts = hosts.unwrap_or_default().replace("mdns4_minimal [NOTFOUND=return]", "");
    let mut services = hosts.split_whitespace();
    services.find(|service| !matches!(*service, "files" | "myhostname")) == Some("dns")
}

/// Lets the lookups of the calling thread ask this name server only, and wait an hour for its answer.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn ask_only(server: SocketAddrV4) {
    use std::ffi::{c_int, c_ulong};

    /// The beginning of glibc's `struct __res_state`, as in `bits/types/res_state.h`.
    #[repr(C)]
    struct State {
        /// For how many seconds a name server is asked.
        retrans: c_int,
        /// How often.
        retry: c_int,
        options: c_ulong,
        nscount: c_int,
        nsaddr_list: [Address; 3],
    }

    /// `struct sockaddr_in`, its port and address in network byte order.
    #[repr(C)]
    struct Address {
        family: u16,
        port: [u8; 2],
        address: [u8; 4],
        zero: [u8; 8],
    }

    const AF_INET: u16 = 2;

    // SAFETY: `resolv.h` declares them so.
    unsafe extern "C" {
        fn __res_state() -> *mut State;
        fn __res_ninit(state: *mut State) -> c_int;
    }

    // SAFETY: the state is this thread's own, and no lookup is under way on it. It begins with the fields of `State`,
    // which are part of glibc's ABI, and `__res_ninit` initializes them.
    unsafe {
        let state = __res_state();
        assert_eq!(__res_ninit(state), 0, "glibc can't initialize the resolver");
        (*state).retrans = 3600;
        (*state).nscount = 1;
        (*state).nsaddr_list[0] = Address {
            family: AF_INET,
            port: server.port().to_be_bytes(),
            address: server.ip().octets(),
            zero: [0; 8],
        };
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn ask_only(_server: SocketAddrV4) {
    unreachable!("`asks_dns` has refused");
}

#[cfg(test)]
mod tests {
    use super::names_dns_first;

    #[test]
    fn only_what_this_machine_knows_is_asked_before_dns() {
        for (nsswitch, expected) in [
            ("passwd: files\nhosts:          files dns\n", true),
            ("hosts: dns files", true),
            ("hosts: files myhostname dns", true),
            ("hosts: files mdns4_minimal [NOTFOUND=return] dns", true),
            ("hosts: files mdns4 dns", false),
            ("hosts: files [NOTFOUND=return] dns", false),
            ("hosts: files resolve [!UNAVAIL=return] dns", false),
            ("hosts: files", false),
            ("# hosts: files dns", false),
            ("", false),
        ] {
            assert_eq!(names_dns_first(nsswitch), expected, "{nsswitch}");
        }
    }
}
