// SPDX-License-Identifier: GPL-3.0-or-later
#include "out/sorting.h"

// Without < and &, so that the page is well-formed XML as well.
static const char script[] =
    "const words=document.currentScript.dataset,lang=document.documentElement.lang,\n"
    "units={k:1e3,M:1e6,B:1e9,T:1e12,'\\u4e07':1e4,'\\u4ebf':1e8,'\\u4e07\\u4ebf':1e12,'%':.01}"
    ";\n"
    // A figure as it is written for people, else the text; null when unknown.
    "function value(cell){\n"
    "const text=cell.textContent.trim(),\n"
    "m=/^([-+]?[\\d.]+)(k|M|B|T|\\u4e07\\u4ebf|\\u4e07|\\u4ebf|%)?$/.exec("
    "text.replace(/−/g,'-').replace(/,/g,''));\n"
    "return text==='–'||text===''?null:m?m[1]*(units[m[2]]||1):"
    "text==='✓'?1:text==='✗'?0:text;}\n"
    "function compare(a,b){\n"
    "const x=typeof a==='number',y=typeof b==='number';\n"
    "return x?y?a-b:-1:y?1:a.localeCompare(b,lang);}\n"
    // What is unknown stays last, whatever the direction.
    "function sort(table,title,index){\n"
    "const body=table.tBodies[0],rows=[...body.rows].map(row=>[value(row.cells[index]),row]),\n"
    "numbers=rows.some(r=>typeof r[0]==='number'),now=title.getAttribute('aria-sort'),\n"
    "down=now==='none'?numbers:now==='ascending';\n"
    "rows.sort(([a],[b])=>a===null||b===null?(a===null)-(b===null):"
    "down?compare(b,a):compare(a,b));\n"
    "table.querySelectorAll('thead th').forEach(th=>th.setAttribute('aria-sort','none'));\n"
    "title.setAttribute('aria-sort',down?'descending':'ascending');\n"
    "body.append(...rows.map(r=>r[1]));}\n"
    "function filter(table){\n"
    "const label=document.createElement('label'),input=document.createElement('input');\n"
    "input.type='search';label.className='filter';label.append(words.filter+' ',input);\n"
    "input.addEventListener('input',()=>{const text=input.value.trim().toLowerCase();\n"
    "for(const row of table.tBodies[0].rows)"
    "row.hidden=!row.textContent.toLowerCase().includes(text);});\n"
    "table.caption.append(label);}\n"
    "for(const table of document.querySelectorAll('table')){\n"
    "[...table.tHead.rows[0].cells].forEach((title,index)=>{\n"
    "const button=document.createElement('button');button.type='button';\n"
    "button.append(...title.childNodes);title.append(button);"
    "title.setAttribute('aria-sort','none');\n"
    "button.addEventListener('click',()=>sort(table,title,index));});\n"
    "if(table.tBodies[0].rows.length>10)filter(table);}\n";

void ka_sorting_script(struct ka_buf *out, enum ka_lang lang)
{
    ka_buf_addf(out, "<script data-filter=\"%s\">\n%s</script>\n", ka_phrase(lang, "filter"),
                script);
}
