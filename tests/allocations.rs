//! Once warm, a worker asks for no memory.

use releve::{
    baseline::Baseline,
    engine::{Engine, indicators::Level},
    model::Model,
    scenario,
};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    sync::Arc,
};

/// The system's allocator, counting what each thread asks for.
struct Counting;

thread_local! {
    static REQUESTS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    REQUESTS.set(REQUESTS.get() + 1);
}

// SAFETY: every call is passed on unchanged; counting touches a constant-initialised cell without a destructor, which
// asks for no memory itself.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promises are those of `System`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const WARM_UP: u32 = 5;
const MEASURED: u32 = 20;

fn requests_once_warm(lever: &str, levels: &[Level]) -> usize {
    let baseline = Arc::new(Baseline::embedded().unwrap_or_else(|problems| panic!("{problems}")));
    let text = format!("name = \"essai\"\ntitle = \"Essai\"\n{lever}");
    let (scenario, _) = scenario::read("essai.toml", &text, None, &baseline).unwrap_or_else(|problems| panic!("{problems}"));
    let model = Model::new(baseline, scenario.parameters, &scenario.doses, scenario.horizon).expect("a valid scenario");
    let engine = Engine::new(Arc::new(model), 1, levels).expect("the embedded baseline fits the engine");
    let (mut workspace, mut row) = (engine.workspace(), vec![0; engine.layout().len()]);
    (0..WARM_UP).for_each(|number| engine.simulate(&mut workspace, number, &mut row));
    let before = REQUESTS.get();
    (WARM_UP..WARM_UP + MEASURED).for_each(|number| engine.simulate(&mut workspace, number, &mut row));
    REQUESTS.get() - before
}

#[test]
fn a_warm_worker_asks_for_no_memory() {
    let permits = "[lever.one-for-one]\npopulation-share = 0.13\n";
    let default = [Level::France, Level::Region, Level::Departement];
    let runs = [("", &default[..]), (permits, &default), (permits, &Level::ALL)];
    assert_eq!(runs.map(|(lever, levels)| requests_once_warm(lever, levels)), [0, 0, 0]);
}

#[test]
fn the_count_sees_an_allocation() {
    let before = REQUESTS.get();
    assert!(!std::hint::black_box(vec![1, 2, 3]).is_empty());
    assert_eq!(REQUESTS.get(), before + 1);
}
