
/* Reading the events that stand in the page. */

/* Numbers in base 128 from a place on, one at each call. */
function numbers(bytes, from) {
  let at = from;
  return () => {
    let number = 0;
    let scale = 1;
    let byte;
    do {
      byte = bytes[at++];
      number += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte & 0x80);
    return number;
  };
}

async function inflate(base64) {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/* Reads every block of the page, one at a time so that the page stays alive, and lets go of it. */
async function readTracks(progress) {
  const blocks = [...document.querySelectorAll('script.events')];
  const phases = [...document.querySelectorAll('script.phases')];
  const eventsOf = block => Number(block.dataset.events);
  let read = 0;
  const next = async block => {
    const bytes = await inflate(block.textContent);
    block.remove();
    progress(++read / (blocks.length + phases.length));
    await new Promise(resolve => setTimeout(resolve));
    return bytes;
  };
  const tasks = report.tasks.map((task, place) => new TaskTrack(task, place));
  for (const track of tasks) {
    while (track.size < track.times.length) {
      track.append(await next(blocks[read]));
    }
    track.index();
  }
  const lock = new LockTrack(phases.reduce((sum, block) => sum + eventsOf(block), 0));
  for (const block of phases) {
    lock.append(await next(block), eventsOf(block));
  }
  lock.index();
  return {tasks, lock};
}
