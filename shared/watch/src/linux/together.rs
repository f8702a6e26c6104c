//! A client by HTTP/2 sends several requests at a time on its connection.

use std::time::{Duration, Instant};

use super::{
    answer::Answer,
    http2::{Connection, request},
    load::{Carrier, Kind, Shared, without_connection},
};
use crate::{address::HttpAddress, requests::Ending};

/// How many requests are under way at a time on a connection, unless the service takes fewer.
const AT_A_TIME: usize = 4;
/// How many follow each other on a connection that is kept, before its client turns to the next address.
const IN_A_ROW: usize = 16;

impl Carrier for Connection {
    fn is_stale(&mut self) -> bool {
        Self::is_stale(self)
    }

    fn is_closed_while_idle(&mut self, give_up: impl Fn() -> bool) -> bool {
        Self::is_closed_while_idle(self, give_up)
    }

    fn carry(
        clients: &Shared,
        kind: Kind,
        address: &HttpAddress,
        reused: Option<Self>,
        mut pause: impl FnMut() -> Duration,
    ) -> (Ending, Option<Self>) {
        let connection = reused.map_or_else(|| Self::to(address, &clients.manner), Ok);
        let begun =
            connection.and_then(|it| Ok((it, request(&clients.manner.method.0, address, &clients.manner)?)));
        let (mut connection, request) = match begun {
            Ok(begun) => begun,
            Err(error) => {
                return (clients.note(None, without_connection(&error), Some(&error.to_string())), None);
            }
        };
        let mut left = if kind == Kind::KeptAlive { IN_A_ROW } else { AT_A_TIME };
        let (mut last, mut carries_another) = (Ending::GoingOn, true);
        let (mut exchanges, mut next) = (Vec::new(), Instant::now());
        loop {
            let is_last = clients.gives_up();
            if left > 0 && exchanges.len() < AT_A_TIME && Instant::now() >= next && !clients.sends_no_more() {
                match connection.send(request.clone()) {
                    Ok(Some(exchange)) => {
                        exchanges.push(exchange);
                        left -= 1;
                        next = Instant::now() + pause();
                    }
                    // It takes no more at a time.
                    Ok(None) => {}
                    Err(error) => {
                        // A connection on which nothing could be sent was dropped before.
                        if exchanges.is_empty() && last == Ending::GoingOn {
                            let ending = Ending::Closed { was_first: true };
                            last = clients.note(None, ending, Some(&error.to_string()));
                        }
                        (left, carries_another) = (0, false);
                    }
                }
            }
            connection.go_on(&mut exchanges);
            exchanges.retain(|exchange| {
                if exchange.end.is_none() && !is_last {
                    return true;
                }
                let (answer, end_ns) = exchange.end();
                let ending = clients.ending_of(answer);
                last = clients.note_at(end_ns, Some(exchange.sent_ns), ending, answer.wrong());
                carries_another &= matches!(answer, Answer::Whole { .. });
                false
            });
            if exchanges.is_empty() && (left == 0 || !carries_another || clients.sends_no_more()) {
                return (last, Some(connection).filter(|_| carries_another));
            }
        }
    }
}
