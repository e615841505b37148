use releve::{baseline::Baseline, engine::{Engine, indicators::Level}, ensemble, model::Model, scenario};
use std::{sync::{Arc, atomic::AtomicBool}, time::Instant};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n: u32 = args[1].parse().unwrap();
    let threads: usize = args[2].parse().unwrap();
    let t = Instant::now();
    let baseline = Arc::new(Baseline::embedded().unwrap_or_else(|p| panic!("{}", p.render(releve::text::Lang::En, false))));
    println!("load {:?}", t.elapsed());
    let text = args.get(3).cloned().unwrap_or("name = \"x\"\ntitle = \"x\"\n".into());
    let (s, _) = scenario::read("x", &text, None, &baseline).unwrap_or_else(|p| panic!("{}", p.render(releve::text::Lang::En, false)));
    let model = Arc::new(Model::new(baseline, s.parameters.clone(), &s.doses, s.horizon).unwrap());
    let engine = Engine::new(model, 1, &[Level::France, Level::Region, Level::Departement]).unwrap();
    println!("ready {:?} series {}", t.elapsed(), engine.layout().len());
    {
        let mut w = engine.workspace(); let mut row = vec![0; engine.layout().len()];
        engine.simulate(&mut w, 0, &mut row);
        let t = Instant::now();
        let m = 50;
        for i in 0..m { engine.simulate(&mut w, i, &mut row); }
        println!("kernel {:.2} ms/trajectory", t.elapsed().as_secs_f64() * 1e3 / f64::from(m));
    }
    let t = Instant::now();
    let cube = ensemble::run(&engine, 0..n, threads, &|_| {}, &AtomicBool::new(false)).unwrap();
    println!("{n} in {:?}", t.elapsed());
    let layout = engine.layout();
    let p = releve::statistics::projection::Projection::of("x", &cube);
    let names = ["headcount:P1","headcount:P2","headcount:P3","headcount:P4","headcount:P5","fte:P1","density_standardised:P1","acts_per_inhabitant:","without_mt:","share_60_plus:P1","share_women:P1","entrants:","graduates:","installations:","exits:","retirements:","cumul_entries:","arrivals:","refused:","refused_elsewhere:","waiting:","refused_salaried:","refused_out:","dj_headcount:","dj_fte:"];
    for name in names {
        print!("{name:24}");
        for y in [2026u16,2027,2028,2029,2030,2031,2032,2034,2036,2040,2045,2049,2050] {
            let (i,c)=name.split_once(':').unwrap();
            let count = releve::cohort::Count::ALL.into_iter().find(|k| k.key()==c);
            match p.get(Level::France,"FR","",i,count,y) { Some(s)=>print!(" {:.5}", s.mean.to_string().chars().take(8).collect::<String>()), None=>print!(" -") }
        }
        println!();
    }
    for y in [2027u16,2030,2036,2041,2050] { let s=p.get(Level::France,"FR","","headcount",Some(releve::cohort::Count::P1),y).unwrap(); println!("{y} P1 {:?}", s); }
    for i in ["trough_year","trough_value"] { println!("{i} {:?}", p.get(Level::France,"FR","",i,Some(releve::cohort::Count::P1),s.horizon)); }
}
