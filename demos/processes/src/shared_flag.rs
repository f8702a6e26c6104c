//! A flag on a page of memory that two processes share.

// A mapping is raw memory, which only `unsafe` can call an atomic.
#![allow(unsafe_code)]

use std::{
    fs::OpenOptions,
    io,
    path::Path,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use memmap2::MmapRaw;
use tempfile::NamedTempFile;

/// A flag on a page of memory that two processes share: one creates it and tells the other its path.
#[derive(Debug)]
pub struct SharedFlag {
    page: MmapRaw,
    /// The file, in the process that created it: it is removed with the flag.
    file: Option<NamedTempFile>,
}

impl SharedFlag {
    /// A flag that is not raised.
    ///
    /// # Errors
    /// When the system has no file or no memory for it.
    pub fn create() -> io::Result<Self> {
        let file = NamedTempFile::new()?;
        file.as_file().set_len(1)?;
        let flag = Self { page: MmapRaw::map_raw(file.as_file())?, file: Some(file) };
        // The first write to a page takes the system some 20 us: better now than at the request.
        flag.flag().store(false, Relaxed);
        Ok(flag)
    }

    /// The flag that another process created at this path.
    ///
    /// # Errors
    /// When there is none.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        Ok(Self { page: MmapRaw::map_raw(&file)?, file: None })
    }

    /// Where another process finds it.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(NamedTempFile::path)
    }

    /// Raises it, for both.
    pub fn raise(&self) {
        self.flag().store(true, Relaxed);
    }

    /// Whether either has raised it.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        self.flag().load(Relaxed)
    }

    fn flag(&self) -> &AtomicBool {
        // SAFETY: the mapping has one byte at least and lives as long as `self`; no code ever writes
        // anything but a `bool` to it, and both processes do so atomically.
        unsafe { AtomicBool::from_ptr(self.page.as_mut_ptr().cast()) }
    }
}
