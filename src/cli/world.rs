//! The processes that one `mpirun` started, and how they agree. A thin layer over the crate `mpi` (feature `mpi`).
//!
//! Whatever a process finds, it takes part in the next agreement: who returned early would leave the others waiting. A process
//! that dies is seen by the launcher, which ends the others.

use super::{Failure, launcher};
use crate::text::Message;
use mpi::{Threading, collective::SystemOperation, environment::Universe, topology::SimpleCommunicator, traits::*};
use std::io::{self, Read, Write};

/// Messages that carry a cube.
const CUBE: i32 = 1;
/// Bytes of a message: far below the 2^31 that MPI counts.
const MESSAGE: usize = 1 << 24;

/// All processes. Dropped, it takes leave of MPI, which waits for the others to do so.
pub(super) struct World {
    all: SimpleCommunicator,
    _universe: Universe,
}

impl World {
    /// Joins the others, if they are as many as the launcher says.
    pub fn join() -> Result<Self, Failure> {
        let (universe, _) = mpi::initialize_with_threading(Threading::Funneled)
            .ok_or_else(|| Failure::Failed(Message::new("MPI ne démarre pas", "MPI does not start")))?;
        let world = Self { all: universe.world(), _universe: universe };
        launcher::check(world.size()).map_err(Failure::Refused)?;
        // A process that panics must not wait for those that wait for it.
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            usual(panic);
            std::process::abort();
        }));
        Ok(world)
    }

    /// Number of this process, from 0.
    pub fn rank(&self) -> u32 {
        self.all.rank().unsigned_abs()
    }

    /// Number of processes.
    pub fn size(&self) -> u32 {
        self.all.size().unsigned_abs()
    }

    pub fn is_first(&self) -> bool {
        self.rank() == 0
    }

    /// Goes on only if all do. The first process that fails says why, the others are silent.
    pub fn agree<T>(&self, result: Result<T, Failure>) -> Result<T, Failure> {
        let (mine, mut first) = (if result.is_ok() { self.size() } else { self.rank() }, 0);
        self.all.all_reduce_into(&mine, &mut first, SystemOperation::min());
        match result {
            Err(failure) if first == self.rank() => Err(failure),
            Ok(value) if first == self.size() => Ok(value),
            _ => Err(Failure::Elsewhere),
        }
    }

    /// What the first process says.
    pub fn told(&self, mut number: u32) -> u32 {
        self.all.process_at_rank(0).broadcast_into(&mut number);
        number
    }

    /// The sum over all processes.
    pub fn sum(&self, number: u32) -> u32 {
        let mut sum = 0;
        self.all.all_reduce_into(&number, &mut sum, SystemOperation::sum());
        sum
    }

    /// Where to write what the first process reads from [`World::inbox`].
    pub fn outbox(&self) -> Outbox<'_> {
        Outbox { all: &self.all }
    }

    /// What another process writes.
    pub fn inbox(&self, rank: u32) -> Inbox<'_> {
        Inbox { all: &self.all, rank: rank.cast_signed(), message: io::Cursor::default() }
    }

    /// Ends all processes at once: for what leaves no other way out.
    pub fn abort(&self) -> ! {
        self.all.abort(1)
    }
}

/// Bytes for the first process.
pub(super) struct Outbox<'a> {
    all: &'a SimpleCommunicator,
}

impl Write for Outbox<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let bytes = &bytes[..bytes.len().min(MESSAGE)];
        if !bytes.is_empty() {
            self.all.process_at_rank(0).send_with_tag(bytes, CUBE);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes from another process.
pub(super) struct Inbox<'a> {
    all: &'a SimpleCommunicator,
    rank: i32,
    message: io::Cursor<Vec<u8>>,
}

impl Read for Inbox<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.message.position() == self.message.get_ref().len() as u64 && !bytes.is_empty() {
            let (message, _) = self.all.process_at_rank(self.rank).receive_vec_with_tag::<u8>(CUBE);
            self.message = io::Cursor::new(message);
        }
        self.message.read(bytes)
    }
}
