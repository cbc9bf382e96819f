// Two requests at once and what they answered: the program of the text, with its addresses from the environment.
const server = process.env.TEST_SERVER;

function fetchData(url) {
  return new Promise((resolve, reject) => {
    fetch(url)
      .then((response) => response.json())
      .then((data) => resolve(data))
      .catch((error) => reject(error));
  });
}

let promise1 = fetchData(`${server}/json/data1`);
let promise2 = fetchData(`${server}/json/data2`);

Promise.all([promise1, promise2])
  .then(([data1, data2]) => {
    console.log("Data 1:", data1);
    console.log("Data 2:", data2);
  })
  .catch((error) => console.error("Error:", error));
