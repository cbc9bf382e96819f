// encodeURI and decodeURI of what they cannot take.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('lone', () => encodeURIComponent('\ud800'));
attempt('percent', () => decodeURIComponent('%'));
attempt('bad', () => decodeURIComponent('%C0%80'));
attempt('surrogate', () => decodeURIComponent('%ED%A0%80'));
attempt('long', () => encodeURIComponent('\u{10ffff}'.repeat(1e6)).length);
attempt('half', () => decodeURI('%E4'.repeat(1e5)));
