//! The memory that the stamps are in. Other processes can write it too, so what a
//! Rust worker or a Python script stamps needs no way back but the memory itself.

// A mapping is raw memory, and only `unsafe` code can use it as a struct.
#![allow(unsafe_code)]

use std::{
    fs::{File, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU8, AtomicU64, Ordering::Relaxed},
    },
};

/// How many bytes of what the API's call returned are kept.
pub(crate) const RETURNED: usize = 256;

/// What the memory holds. Times are in ns of the one clock; zero stands for "not yet".
///
/// The work, the requester and the end of the work each write a cache line of their own, so that no
/// stamp slows another down. Other languages know the fields by their offsets, given here in steps
/// of eight bytes.
#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Marks {
    /// 0: the beats; 1: the records that the work was given; 2: those that it finished,
    /// that arrived or that were handed back; 3: whether the case's invariant held (1) or not (2).
    pub(crate) work: CachePadded<Work>,
    /// 16: the instant at which the work's last destructor ran.
    pub(crate) halt: CachePadded<AtomicU64>,
    /// 32: the instant just before the mechanism's call.
    pub(crate) request: CachePadded<AtomicU64>,
    /// 48: the acknowledgement; 49: the beats at that instant; 50: the length of what the call returned.
    pub(crate) acknowledged: CachePadded<Acknowledged>,
    /// 64: the process that does the work, if it is another one; 65: the thread that will make the request, if
    /// it is in another process; 66: what a beat costs there, in ns; 67: when that process ended; 68: the thread
    /// that is stuck; 69: the instant of its last beat; 70: what a stamp costs there, in ns.
    pub(crate) process: CachePadded<WorkProcess>,
    /// 80 (byte 640): what the API's call returned, in UTF-8.
    pub(crate) returned: Text,
    /// 112: how many parts a crowd has; 113: whether a tenth of them is always ready to run; 114: how many the demo has
    /// taken; 115: the instant at which the calls that ask had returned; 116: whether each part is a process.
    pub(crate) crowd: CachePadded<CrowdPlan>,
    /// 128: how many parts have begun; 129: how many destructors of parts have run; 130: how many processes of
    /// parts have ended; 131: when the first part ended; 132: when half of them had; 133: how many records parts have
    /// finished, which is in this line because a part that finishes its record is about to run its destructor.
    pub(crate) parts: CachePadded<PartCounts>,
}

#[derive(Debug)]
#[repr(C)]
pub(crate) struct Text(pub(crate) [AtomicU8; RETURNED]);

impl Default for Text {
    fn default() -> Self {
        Self([const { AtomicU8::new(0) }; RETURNED])
    }
}

#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Work {
    pub(crate) beats: AtomicU64,
    pub(crate) given: AtomicU64,
    pub(crate) finished: AtomicU64,
    pub(crate) invariant: AtomicU64,
}

#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Acknowledged {
    pub(crate) acknowledgement: AtomicU64,
    pub(crate) beats: AtomicU64,
    pub(crate) returned_length: AtomicU64,
}

#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct CrowdPlan {
    pub(crate) parts: AtomicU64,
    pub(crate) is_loaded: AtomicU64,
    pub(crate) taken: AtomicU64,
    pub(crate) requested: AtomicU64,
    pub(crate) in_processes: AtomicU64,
}

#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct PartCounts {
    pub(crate) begun: AtomicU64,
    pub(crate) halted: AtomicU64,
    pub(crate) ended: AtomicU64,
    pub(crate) first: AtomicU64,
    pub(crate) half: AtomicU64,
    pub(crate) finished: AtomicU64,
}

#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct WorkProcess {
    pub(crate) id: AtomicU64,
    pub(crate) requester: AtomicU64,
    pub(crate) beat_cost: AtomicU64,
    pub(crate) end: AtomicU64,
    pub(crate) stuck_thread: AtomicU64,
    pub(crate) stuck_since: AtomicU64,
    pub(crate) stamp_cost: AtomicU64,
}

/// 128 bytes: two lines, because x86 fetches them in pairs and some Arm lines are that long.
#[derive(Debug, Default)]
#[repr(C, align(128))]
pub(crate) struct CachePadded<T>(pub(crate) T);

impl Marks {
    /// Clears every stamp. The bytes of the returned text stay: its length says that there are none.
    fn clear(&self) {
        let (work, acknowledged, process) = (&self.work.0, &self.acknowledged.0, &self.process.0);
        let (crowd, parts) = (&self.crowd.0, &self.parts.0);
        let cells = [
            [&work.beats, &work.given, &work.finished, &work.invariant],
            [
                &acknowledged.acknowledgement,
                &acknowledged.beats,
                &acknowledged.returned_length,
                &self.request.0,
            ],
            [&process.id, &process.requester, &process.beat_cost, &process.end],
            [&crowd.parts, &crowd.is_loaded, &crowd.taken, &crowd.requested],
            [&parts.begun, &parts.halted, &parts.first, &parts.half],
        ];
        let others = [
            &self.halt.0,
            &process.stuck_thread,
            &process.stuck_since,
            &process.stamp_cost,
            &parts.ended,
            &parts.finished,
            &crowd.in_processes,
        ];
        cells.as_flattened().iter().chain(&others).for_each(|cell| cell.store(0, Relaxed));
    }
}

/// Memory that is not stamped any more, for the next stages.
///
/// It is never freed: work that is still standing stamps it for as long as the process lives. So
/// code that stamps needs the marks' address and nothing more; a count of owners, or one look-up on the
/// way, would stand in what is measured. But memory whose work has halted is given back here, or a
/// million playings would need a million pages.
struct Pool(Mutex<Vec<&'static Marks>>);

static OWN: Pool = Pool(Mutex::new(Vec::new()));
static LENDABLE: Pool = Pool(Mutex::new(Vec::new()));

impl Pool {
    fn take(&self) -> Option<&'static Marks> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn give_back(&self, marks: &'static Marks) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(marks);
    }
}

/// Cleared memory of this process alone.
pub(crate) fn own() -> &'static Marks {
    let used = OWN.take().inspect(|marks| marks.clear());
    used.unwrap_or_else(|| Box::leak(Box::default()))
}

/// Gives back memory of this process alone, which is not stamped or read any more.
pub(crate) fn give_back_own(marks: &'static Marks) {
    OWN.give_back(marks);
}

/// Cleared memory for other processes too, and the file that they find it in.
///
/// Not every stage has this, because it is mapped apart from all else: a caller that stamps its
/// request there finds its flag on a page of memory that it has not touched for long, and that made a
/// spinning flag look 150 ns slower.
pub(crate) fn lendable() -> io::Result<(&'static Marks, File)> {
    let file = file()?;
    file.set_len(size_of::<Marks>() as u64)?;
    Ok((map(&file, LENDABLE.take())?, file))
}

/// Gives back memory that was lent, which this process does not stamp or read any more. In another
/// process the work may go on: its stamps stay in its own file, as the next stage maps a new one here.
pub(crate) fn give_back_lendable(marks: &'static Marks) {
    LENDABLE.give_back(marks);
}

/// The memory that another process lends.
pub(crate) fn lent(path: &Path) -> io::Result<&'static Marks> {
    map(&OpenOptions::new().read(true).write(true).open(path)?, None)
}

/// Maps the file for ever, as above, and populates the mapping, because a stamp must not be the first to touch
/// it. If a former mapping is given, this one replaces it.
#[cfg(target_os = "linux")]
fn map(file: &File, former: Option<&'static Marks>) -> io::Result<&'static Marks> {
    use std::ptr;

    use rustix::mm::{MapFlags, ProtFlags, mmap};

    if file.metadata()?.len() < size_of::<Marks>() as u64 {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "this is not the memory of a stage"));
    }
    let (place, fixed) = match former {
        Some(marks) => (ptr::from_ref(marks).cast_mut().cast(), MapFlags::FIXED),
        None => (ptr::null_mut(), MapFlags::empty()),
    };
    let flags = MapFlags::SHARED | MapFlags::POPULATE | fixed;
    // SAFETY: the place is the system's choice, or that of a mapping of ours of the same length that
    // is not used any more. The mapping stays, is as long as the marks at least and aligned to a page of
    // memory; the marks are atomics, and any bits are valid ones.
    unsafe {
        let marks = mmap(place, size_of::<Marks>(), ProtFlags::READ | ProtFlags::WRITE, flags, file, 0)?;
        Ok(&*marks.cast::<Marks>())
    }
}

#[cfg(not(target_os = "linux"))]
fn map(_file: &File, _former: Option<&'static Marks>) -> io::Result<&'static Marks> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Where another process finds the memory in this file, for as long as this process has it open.
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
    use std::mem::offset_of;

    use super::*;

    #[test]
    fn the_marks_are_where_other_languages_look_for_them() {
        let offsets = [
            offset_of!(Marks, work),
            offset_of!(Marks, halt),
            offset_of!(Marks, request),
            offset_of!(Marks, acknowledged),
            offset_of!(Marks, process),
            offset_of!(Marks, returned),
            offset_of!(Marks, crowd),
            offset_of!(Marks, parts),
        ];
        assert_eq!(offsets.map(|offset| offset / 8), [0, 16, 32, 48, 64, 80, 112, 128]);
        assert_eq!((offset_of!(CrowdPlan, requested), offset_of!(PartCounts, half)), (24, 32));
        assert_eq!((offset_of!(Acknowledged, returned_length), offset_of!(WorkProcess, end)), (16, 24));
        let stuck = (offset_of!(WorkProcess, stuck_thread), offset_of!(WorkProcess, stuck_since));
        assert_eq!(stuck, (32, 40));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_one_writes_the_other_reads() {
        let (own, file) = lendable().unwrap();
        lent(&path(&file)).unwrap().work.0.beats.store(7, Relaxed);
        assert_eq!(own.work.0.beats.load(Relaxed), 7);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn memory_that_replaces_another_leaves_that_to_its_borrower() {
        let (first, lent_file) = lendable().unwrap();
        let other = lent(&path(&lent_file)).unwrap();
        give_back_lendable(first);
        let (second, _) = lendable().unwrap();
        other.work.0.beats.store(7, Relaxed);
        assert_eq!(second.work.0.beats.load(Relaxed), 0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_is_too_short_is_refused() {
        let error = lent(Path::new("/dev/null")).map(drop).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
