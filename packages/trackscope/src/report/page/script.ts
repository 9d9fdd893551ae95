/** Comforts on top of a page that reads without them: theme, sorting, the current part in the contents. */
export const SCRIPT = `(function(){
var root=document.documentElement,button=document.querySelector('.theme'),key='trackscope-theme';
root.classList.add('js');
function stored(){try{return localStorage.getItem(key)}catch(e){return null}}
function dark(){var t=root.getAttribute('data-theme');return t?t==='dark':matchMedia('(prefers-color-scheme: dark)').matches}
function name(){if(button)button.textContent=dark()?'Light':'Dark';if(button)button.setAttribute('aria-label','Switch to the '+(dark()?'light':'dark')+' theme')}
var t=stored();if(t==='dark'||t==='light')root.setAttribute('data-theme',t);
name();
if(button)button.addEventListener('click',function(){var next=dark()?'light':'dark';root.setAttribute('data-theme',next);try{localStorage.setItem(key,next)}catch(e){}name()});
document.querySelectorAll('table[data-sortable]').forEach(function(table){
var heads=[].slice.call(table.querySelectorAll('thead th'));
heads.forEach(function(th,column){
var b=document.createElement('button');b.type='button';while(th.firstChild)b.appendChild(th.firstChild);th.appendChild(b);
b.addEventListener('click',function(){
var was=th.getAttribute('aria-sort'),up=was?was==='descending':!th.classList.contains('num');
heads.forEach(function(h){h.removeAttribute('aria-sort')});th.setAttribute('aria-sort',up?'ascending':'descending');
var body=table.tBodies[0],rows=[].slice.call(body.rows);
function value(row){var c=row.cells[column],s=c.getAttribute('data-sort');if(s!==null&&s!==''&&!isNaN(+s))return +s;return th.classList.contains('num')?-Infinity:c.textContent.trim().toLowerCase()}
rows.map(function(r,i){return{r:r,i:i,v:value(r)}}).sort(function(a,b){var d=a.v<b.v?-1:a.v>b.v?1:0;return(up?d:-d)||a.i-b.i}).forEach(function(o){body.appendChild(o.r)});
})})});
var links={};document.querySelectorAll('.contents a').forEach(function(a){links[a.getAttribute('href').slice(1)]=a});
if('IntersectionObserver'in window){var seen=new IntersectionObserver(function(entries){entries.forEach(function(e){if(e.isIntersecting){Object.keys(links).forEach(function(k){links[k].removeAttribute('aria-current')});var a=links[e.target.id];if(a)a.setAttribute('aria-current','true')}})},{rootMargin:'-10% 0px -80% 0px'});
document.querySelectorAll('main section').forEach(function(s){seen.observe(s)})}
})();`;
