// A file that was dropped on one page, for the next one: an address cannot hold it.

const STORE = "dropped", KEY = "file";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("ankigen", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

export async function within(work) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(STORE, "readwrite"), asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

export const leave = (file) => within((store) => store.put(file, KEY));

/** The file that was left, once; undefined if there is none. */
export async function take() {
  const file = await within((store) => store.get(KEY));
  if (file) await within((store) => store.delete(KEY));
  return file;
}
