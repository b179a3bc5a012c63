// The page that was wanted has this page's address, so loading it again is all there is to do.
const again = () => location.reload();
addEventListener("online", again);
// A server that was restarted tells nobody.
setInterval(() => fetch(location.href, { method: "HEAD" }).then(again, () => undefined), 3000);
