/** Paper: light, no controls, no figure torn apart where that can be helped. */
export const PRINT_CSS = `
@page{margin:16mm 14mm}
@media print{
body{font-size:10.5pt}
.page{max-width:none;padding:0}
.theme,.skip,.behind,.hint,.js .js-only{display:none!important}
.contents ol{columns:3}
section{break-before:auto;margin-top:1.6rem}
h2,h3,h4,figcaption{break-after:avoid}
.cell,.issue,tr,.multiples>svg,.chart,.headlines li{break-inside:avoid}
details.protocol::details-content{content-visibility:visible;display:block}
.scroll,.figure .scroll:has(.heat){overflow:visible;max-height:none;background:none}
.sideways .scroll>div{min-width:0!important}
.heat th{position:static!important}
table.heat{font-size:7pt}.heat td,.heat tbody th{padding:.05rem .25rem}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit}
}
`;
