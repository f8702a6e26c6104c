//! A process that ends its children ends all of them. This test has a program of its own, because the children of the
//! tests beside it would be ended too.

#![cfg(target_os = "linux")]

use std::process::Command;

use stage::processes::end_all;

#[test]
fn no_child_is_left() {
    let mut children = [(); 3].map(|()| Command::new("sleep").arg("1000").spawn().expect("a child"));
    end_all();
    for child in &mut children {
        assert!(child.try_wait().is_err(), "it was waited for by another");
    }
}
