// A rejection that somebody handles late, a refused connection, a message between ports, a text of two lines.
process.on('unhandledRejection', (error) => console.error('unhandled:', error.message));
const late = Promise.reject(new Error('late'));
setTimeout(() => late.catch(() => console.log('handled late\nat last')), 5);
try {
  await fetch('http://127.0.0.1:9/');
} catch (error) {
  console.log(error.name);
}
const { port1, port2 } = new MessageChannel();
port2.onmessage = ({ data }) => {
  console.log(data);
  port2.close();
};
port1.postMessage('through the channel');
