//! Paths as they say something about a program, and nothing about the machine that it ran on.

use std::{env, path::Path};

/// A text without the folder of this process, with `$TMPDIR` for the system's folder for temporary files, and with `~` for
/// the user's own.
pub(crate) fn shortened(text: &str) -> String {
    let here = env::current_dir().unwrap_or_default();
    let home = env::home_dir().unwrap_or_default();
    without(text, [&here, &env::temp_dir(), &home])
}

fn without(text: &str, [here, temporary, home]: [&Path; 3]) -> String {
    let mut text = text.to_owned();
    for (folder, name) in [(here, ""), (temporary, "$TMPDIR/"), (home, "~/")] {
        let folder = folder.display().to_string();
        let folder = folder.trim_end_matches('/');
        if !folder.is_empty() {
            text = text.replace(&format!("{folder}/"), name);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_of_a_machine_are_left_out() {
        let shortened = |text| without(text, ["/home/me/project", "/tmp/", "/home/me"].map(Path::new));
        assert_eq!(shortened("/home/me/project/server -d /tmp/x/data"), "server -d $TMPDIR/x/data");
        assert_eq!(shortened("/home/me/.venv/bin/python3"), "~/.venv/bin/python3");
        assert_eq!(shortened("/usr/sbin/nginx"), "/usr/sbin/nginx");
        assert_eq!(without("/usr/bin/x", ["/"; 3].map(Path::new)), "/usr/bin/x");
    }
}
