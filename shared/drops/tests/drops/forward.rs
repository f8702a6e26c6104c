//! The example of the README with smol.

use smol::channel::{Receiver, Sender, bounded};

async fn forward(from: &Receiver<u32>, to: &Sender<u32>) {
    while let Ok(message) = from.recv().await {
        let _ = to.send(message).await;
    }
}

// README: smol
#[test]
fn forward_loses_what_it_holds() {
    let report = drops::check("forward", |world| {
        smol::block_on(async {
            let (giver, from) = bounded(3);
            let (to, arrived) = bounded(1);
            (1..4).for_each(|message| giver.try_send(message).expect("there is room"));
            giver.close();
            let reader = async {
                let mut all = Vec::new();
                while let Ok(message) = arrived.recv().await {
                    all.push(message);
                }
                all
            };
            let under_test = async {
                world.drops(forward(&from, &to)).await;
                to.close();
            };
            let ((), mut all) = smol::future::zip(under_test, reader).await;
            all.extend(std::iter::from_fn(|| from.try_recv().ok()));
            world.records("message", 1..4, all);
        });
    });
    report.assert_loses_at(&["let _ = to.send(message).await"]);
}
// README: end
