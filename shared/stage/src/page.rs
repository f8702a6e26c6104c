//! The page of memory that a record's stamps stand on. Other processes can write it too, so what a
//! Rust worker or a Python script stamps needs no way back but the page itself.

// A mapping is raw memory, which only `unsafe` can call a struct.
#![allow(unsafe_code)]

use std::{
    fs::{File, OpenOptions},
    io,
    mem::ManuallyDrop,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU8, AtomicU64},
};

use memmap2::MmapOptions;

/// How many bytes of the API's word are kept.
pub(crate) const WORD: usize = 256;

/// What stands on the page. Times are in ns of the one clock; zero stands for "not yet".
///
/// The work, the requester and the end of the work each write a cache line of their own, so that no
/// stamp slows another down. Other languages know the fields by their offsets, given here in words
/// of eight bytes.
#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Marks {
    /// 0: the beats; 1: the records that the work was given; 2: those that it finished.
    pub(crate) work: OwnLine<Work>,
    /// 16: the instant at which the work's last destructor ran.
    pub(crate) halt: OwnLine<AtomicU64>,
    /// 32: the instant just before the mechanism's call.
    pub(crate) request: OwnLine<AtomicU64>,
    /// 48: the acknowledgement; 49: the beats at that instant; 50: the length of the word.
    pub(crate) told: OwnLine<Told>,
    /// 64: the process that does the work, where it is another; 65: the thread that will ask, where
    /// it is another process's; 66: what a beat costs there, in ns; 67: when that process ended.
    pub(crate) elsewhere: OwnLine<Elsewhere>,
    /// 80 (byte 640): what the API said at the acknowledgement, in UTF-8.
    pub(crate) word: Word,
}

#[derive(Debug)]
#[repr(C)]
pub(crate) struct Word(pub(crate) [AtomicU8; WORD]);

impl Default for Word {
    fn default() -> Self {
        Self([const { AtomicU8::new(0) }; WORD])
    }
}

#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Work {
    pub(crate) beats: AtomicU64,
    pub(crate) given: AtomicU64,
    pub(crate) finished: AtomicU64,
}

#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Told {
    pub(crate) acknowledgement: AtomicU64,
    pub(crate) beats: AtomicU64,
    pub(crate) word_length: AtomicU64,
}

#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Elsewhere {
    pub(crate) process: AtomicU64,
    pub(crate) requester: AtomicU64,
    pub(crate) beat_cost: AtomicU64,
    pub(crate) end: AtomicU64,
}

/// 128 bytes: two lines, because x86 fetches them in pairs and some Arm lines are that long.
#[derive(Debug, Default)]
#[repr(C, align(128))]
pub(crate) struct OwnLine<T>(pub(crate) T);

/// A page with nothing on it, of this process alone.
///
/// It is never freed: work that is still standing stamps it for as long as the process lives. So
/// whoever stamps needs the marks' address and nothing more; a count of owners, or one look-up on the
/// way, would stand in what is measured.
pub(crate) fn own() -> &'static Marks {
    Box::leak(Box::default())
}

/// A page with nothing on it for other processes too, and the file that they find it in.
///
/// Not every page is one of these, because it is mapped apart from all else: a caller that stamps its
/// request there finds its flag on a page of memory that it has not touched for long, and that made a
/// spinning flag look 150 ns slower.
pub(crate) fn lendable() -> io::Result<(&'static Marks, File)> {
    let file = file()?;
    file.set_len(size_of::<Marks>() as u64)?;
    Ok((map(&file)?, file))
}

/// The page that another process lends.
pub(crate) fn lent(path: &Path) -> io::Result<&'static Marks> {
    map(&OpenOptions::new().read(true).write(true).open(path)?)
}

/// Mapped with its memory in place, because a stamp must not be the one to fetch it, and for ever, as
/// above.
fn map(file: &File) -> io::Result<&'static Marks> {
    if file.metadata()?.len() < size_of::<Marks>() as u64 {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "this is no page of a stage"));
    }
    let map = MmapOptions::new().len(size_of::<Marks>()).populate().map_raw(file)?;
    let marks = ManuallyDrop::new(map).as_mut_ptr().cast::<Marks>();
    // SAFETY: the mapping stays, is as long as the marks at least and aligned to a page of memory; the
    // marks are atomics, and any bits are valid ones.
    Ok(unsafe { &*marks })
}

/// Where another process finds the page in this file, for as long as this process has it open.
#[cfg(target_os = "linux")]
pub(crate) fn path(file: &File) -> PathBuf {
    use std::os::fd::AsRawFd;
    format!("/proc/{}/fd/{}", std::process::id(), file.as_raw_fd()).into()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn path(_file: &File) -> PathBuf {
    PathBuf::new()
}

/// A file without a name, in memory.
#[cfg(target_os = "linux")]
fn file() -> io::Result<File> {
    use rustix::fs::{MemfdFlags, memfd_create};
    Ok(memfd_create("stage", MemfdFlags::CLOEXEC)?.into())
}

#[cfg(not(target_os = "linux"))]
fn file() -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use std::{mem::offset_of, sync::atomic::Ordering::Relaxed};

    use super::*;

    #[test]
    fn the_marks_stand_where_other_languages_look_for_them() {
        let offsets = [
            offset_of!(Marks, work),
            offset_of!(Marks, halt),
            offset_of!(Marks, request),
            offset_of!(Marks, told),
            offset_of!(Marks, elsewhere),
            offset_of!(Marks, word),
        ];
        assert_eq!(offsets.map(|offset| offset / 8), [0, 16, 32, 48, 64, 80]);
        assert_eq!((offset_of!(Told, word_length), offset_of!(Elsewhere, end)), (16, 24));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_one_writes_the_other_reads() {
        let (own, file) = lendable().unwrap();
        lent(&path(&file)).unwrap().work.0.beats.store(7, Relaxed);
        assert_eq!(own.work.0.beats.load(Relaxed), 7);
    }

    #[test]
    fn what_is_too_short_is_no_page() {
        let error = lent(Path::new("/dev/null")).map(drop).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
